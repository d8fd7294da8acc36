import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { sumRows } from '../../backend/core/ranking.ts';
import type { PanelHost, PanelPeriod } from '../../extension/panel/protocol.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import type { ChartView, Stack } from './chartView.ts';
import { hoursOf, hoursPlan, isInHours, type HourMap } from './hours.ts';
import type { Asking } from './rankings.ts';
import { COLOURS, outcomesOf, seriesOf, slotsOf, stackKey, timelineOf, type Series, type Timeline } from './stack.ts';

/** What the panel asks about, whatever the page. */
export interface Question {
  filter: EventFilter;
  period: PanelPeriod;
  timeZone: string;
  /** Event name prefixes, a tile each. */
  tiles: string[];
  /** The period whose ranking of services or users, without a filter, gives them their colours. */
  colourPeriod: PanelPeriod;
}

/** Activity over time, of one moment. */
export interface Chart {
  question: Question;
  stack: Stack;
  buckets: Buckets;
  timeline: Timeline;
  series: Series[];
  /** The colour slot of each service or user shown, by its `stackKey`. */
  slots: ReadonlyMap<string, number>;
  /** By hour of the day; undefined until somebody has wanted to see it. */
  hours?: HourMap;
}

/** Whether a chart has all that a view of it shows. */
export function answers(chart: Chart, view: ChartView): boolean {
  return chart.stack === view.stack && (view.shape === 'time' || chart.hours !== undefined);
}

export async function askChart(
  host: PanelHost,
  question: Question,
  asking: Asking,
  { stack, shape }: ChartView,
): Promise<Chart> {
  const buckets = bucketsOf(question.period, question.timeZone);
  const [{ rows, series, slots, timeline }, times] = await Promise.all([
    stack === 'outcome'
      ? askOutcomes(host, question, buckets, asking)
      : askLayers(host, question, buckets, asking, stack),
    shape === 'hours' ? askHours(host, question, buckets) : undefined,
  ]);
  const hours = shape === 'hours' ? hoursOf(times ?? rows, question.period, question.timeZone) : undefined;
  return { question, stack, buckets, timeline, series, slots, hours };
}

interface Layers extends Pick<Chart, 'timeline' | 'series' | 'slots'> {
  /** Of all events, by the buckets' time. */
  rows: ActivityRow[];
}

async function askOutcomes(host: PanelHost, question: Question, buckets: Buckets, asking: Asking): Promise<Layers> {
  const { filter, period } = question;
  const { field } = buckets;
  const byTime = await asking.byTime?.(filter);
  const rows = byTime ? sumRows(byTime, [field]) : await host.activity({ filter, groupBy: [field], period });
  const timeline = timelineOf(rows, buckets);
  return { rows, timeline, series: outcomesOf(timeline), slots: new Map() };
}

async function askLayers(
  host: PanelHost,
  question: Question,
  buckets: Buckets,
  { rank, byTime }: Asking,
  stack: 'service' | 'user',
): Promise<Layers> {
  const { filter, period, colourPeriod } = question;
  const { field } = buckets;
  const [together, owners, ranking] = await Promise.all([
    byTime?.(filter),
    rank({}, stack, colourPeriod),
    rank(filter, stack, period),
  ]);
  const keys = (rows: readonly ActivityRow[]) => rows.map((row) => stackKey(stack, row));
  const shown = ranking.rows.slice(0, COLOURS);
  const slots = slotsOf(keys(shown), keys(owners.rows));
  const values = [...new Set(shown.map((row) => String(row[stack])))];
  const [rows, layers] = together
    ? [sumRows(together, [field]), together]
    : await Promise.all([
        host.activity({ filter, groupBy: [field], period }),
        shown.length > 0
          ? host.activity({ filter: { ...filter, [stack]: { in: values } }, groupBy: [field, stack], period })
          : [],
      ]);
  const timeline = timelineOf(rows, buckets);
  return { rows, timeline, series: seriesOf(layers, { stack, shown, slots }, timeline, buckets), slots };
}

/** Undefined where the chart's own rows are fine enough. */
async function askHours(host: PanelHost, question: Question, buckets: Buckets): Promise<ActivityRow[] | undefined> {
  const { filter, period, timeZone } = question;
  const { field } = hoursPlan(period, timeZone);
  return isInHours(buckets.field, field) ? undefined : host.activity({ filter, groupBy: [field], period });
}
