import type { EventFilter } from '../../backend/core/filter.ts';
import type { PanelHost, PanelPeriod } from '../../extension/panel/protocol.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import { namesOf, type Rank } from './rankings.ts';
import { COLOURS, seriesOf, slotsOf, timelineOf, type Series, type Timeline } from './stack.ts';

/** What the panel asks about, whatever the page. */
export interface Question {
  filter: EventFilter;
  period: PanelPeriod;
  timeZone: string;
  /** Event name prefixes, a tile each. */
  tiles: string[];
  /** The period whose ranking of services, without a filter, gives them their colours. */
  colourPeriod: PanelPeriod;
}

/** Activity over time, of one moment. */
export interface Chart {
  question: Question;
  buckets: Buckets;
  timeline: Timeline;
  series: Series[];
  /** The colour slot of each service shown. */
  slots: ReadonlyMap<string, number>;
}

export async function askChart(host: PanelHost, question: Question, rank: Rank): Promise<Chart> {
  const { filter, period, timeZone, colourPeriod } = question;
  const buckets = bucketsOf(period, timeZone);
  const [rows, services, owners] = await Promise.all([
    host.activity({ filter, groupBy: [buckets.field], period }),
    rank(filter, 'service', period),
    rank({}, 'service', colourPeriod),
  ]);
  const timeline = timelineOf(rows, buckets);
  const shown = namesOf(services).slice(0, COLOURS);
  const slots = slotsOf(shown, namesOf(owners));
  const layers =
    shown.length > 0
      ? await host.activity({
          filter: { ...filter, service: { in: shown } },
          groupBy: [buckets.field, 'service'],
          period,
        })
      : [];
  return { question, buckets, timeline, series: seriesOf(layers, slots, timeline, buckets), slots };
}
