import type { EventFilter } from '../../backend/core/filter.ts';
import { sumRows } from '../../backend/core/ranking.ts';
import type { PanelHost, PanelPeriod } from '../../extension/panel/protocol.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import { namesOf, type Asking } from './rankings.ts';
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

export async function askChart(host: PanelHost, question: Question, { rank, servicesByTime }: Asking): Promise<Chart> {
  const { filter, period, timeZone, colourPeriod } = question;
  const buckets = bucketsOf(period, timeZone);
  const { field } = buckets;
  const [byTime, owners, services] = await Promise.all([
    servicesByTime?.(filter),
    rank({}, 'service', colourPeriod),
    rank(filter, 'service', period),
  ]);
  const shown = namesOf(services).slice(0, COLOURS);
  const slots = slotsOf(shown, namesOf(owners));
  const [rows, layers] = byTime
    ? [sumRows(byTime, [field]), byTime]
    : await Promise.all([
        host.activity({ filter, groupBy: [field], period }),
        shown.length > 0
          ? host.activity({ filter: { ...filter, service: { in: shown } }, groupBy: [field, 'service'], period })
          : [],
      ]);
  const timeline = timelineOf(rows, buckets);
  return { question, buckets, timeline, series: seriesOf(layers, slots, timeline, buckets), slots };
}
