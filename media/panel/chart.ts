import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { sumRows } from '../../backend/core/ranking.ts';
import type { PanelPeriod } from '../../extension/panel/protocol.ts';
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

export async function askChart(question: Question, asking: Asking, { stack, shape }: ChartView): Promise<Chart> {
  const buckets = bucketsOf(question.period, question.timeZone);
  const plan = shape === 'hours' ? hoursPlan(question.period, question.timeZone) : undefined;
  const [{ rows, series, slots, timeline }, times] = await Promise.all([
    stack === 'outcome' ? askOutcomes(question, buckets, asking) : askLayers(question, buckets, asking, stack),
    plan && !isInHours(buckets.field, plan.field) ? asking.activity(question.filter, [plan.field]) : undefined,
  ]);
  // Where the chart's own rows are fine enough, they are taken.
  const hours = plan && hoursOf(times ?? rows, plan);
  return { question, stack, buckets, timeline, series, slots, hours };
}

interface Layers extends Pick<Chart, 'timeline' | 'series' | 'slots'> {
  /** Of all events, by the buckets' time. */
  rows: ActivityRow[];
}

async function askOutcomes({ filter }: Question, buckets: Buckets, asking: Asking): Promise<Layers> {
  const { field } = buckets;
  const byTime = await asking.byTime?.(filter);
  const rows = byTime ? sumRows(byTime, [field]) : await asking.activity(filter, [field]);
  const timeline = timelineOf(rows, buckets);
  return { rows, timeline, series: outcomesOf(timeline), slots: new Map() };
}

async function askLayers(
  question: Question,
  buckets: Buckets,
  { rank, byTime, activity }: Asking,
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
        activity(filter, [field]),
        shown.length > 0 ? activity({ ...filter, [stack]: { in: values } }, [field, stack]) : [],
      ]);
  const timeline = timelineOf(rows, buckets);
  return { rows, timeline, series: seriesOf(layers, { stack, shown, slots }, timeline, buckets), slots };
}
