import { isTimeField, type ActivityRow } from '../core/activity.ts';
import type { CellAt } from '../core/activityCells.ts';
import { activityFromEvents } from '../core/activityFromEvents.ts';
import { isKeyField } from '../core/activityKeys.ts';
import { ActivityTable } from '../core/activityTable.ts';
import type { User } from '../core/event.ts';
import type { ActivityQuery } from '../core/eventStore.ts';
import { QUARTER, quarterRange, type QuarterRange } from '../core/quarter.ts';
import { createTimeGroups, type TimeGroups } from '../core/timeGroups.ts';
import { allCandidates, keyPart, namedUsers, sinkOf } from './candidates.ts';
import { CellCollector } from './cellCollector.ts';
import type { Expiry } from './expiry.ts';
import type { SpanReader } from './readSpans.ts';
import type { Table } from './table.ts';
import { eventsOfRanges, type UserRange } from './userEvents.ts';

export interface ReadContext {
  table: Table;
  spans: SpanReader;
  expiry: Expiry;
}

/** Answers an activity query from the rows, or from events where the rows do not know what it asks for. */
export async function readActivity(
  { table, spans, expiry }: ReadContext,
  asked: ActivityQuery,
  signal?: AbortSignal,
): Promise<ActivityRow[]> {
  const query = { ...asked, period: expiry.clamp(asked.period) };
  const range = quarterRange(query.period);
  if (range.from >= range.to) return [];
  const counted = keyPart(query.filter);
  const fields = query.groupBy.filter((field) => !isTimeField(field));
  if (Object.keys(counted).length < Object.keys(query.filter).length || !fields.every(isKeyField)) {
    const users = await namedUsers(table, query.filter, signal);
    const ranges = users
      ? users.map((user) => ({ user, from: range.from, to: range.to }))
      : await allCandidates(spans, range, counted, signal);
    return activityFromEvents(eventsOfRanges(table, ranges, signal), query);
  }
  const collector = new CellCollector();
  await spans.readRange(range, sinkOf(collector, range, query.filter), signal);
  await resolveCuts(table, collector, query, range, signal);
  const activity = new ActivityTable(collector.keys, secondsOfCell);
  activity.append(collector.sorted());
  return activity.rows(query);
}

/**
 * Where the period, or a day of the zone, begins or ends within a quarter of an hour, a cell can lie on both sides. Such
 * cells are replaced by their events: a question whose period is made of whole quarters has none.
 */
async function resolveCuts(
  table: Table,
  collector: CellCollector,
  query: ActivityQuery,
  range: QuarterRange,
  signal?: AbortSignal,
): Promise<void> {
  const times = createTimeGroups(query.groupBy, query.tz);
  const matching = collector.keys.matching(query.filter);
  const cut = new Map<string, { user: User; quarter: number }>();
  const idOf = (key: number, quarter: number) => `${collector.keys.users.numbers.values[key]} ${quarter}`;
  const cells = collector.sorted();
  for (let index = 0; index < cells.quarter.length; index++) {
    const [key, quarter] = [cells.key[index]!, cells.quarter[index]!];
    if (matching[key] === 1 && isCut({ cells, index }, range, times)) {
      cut.set(idOf(key, quarter), { user: collector.keys.userOf(key), quarter });
    }
  }
  if (cut.size === 0) return;
  collector.remove((key, quarter) => cut.has(idOf(key, quarter)));
  const ranges = [...cut.values()].map(({ user, quarter }): UserRange => ({
    user,
    from: quarter * QUARTER,
    to: (quarter + 1) * QUARTER,
  }));
  for await (const event of eventsOfRanges(table, ranges, signal)) collector.addEvent(event);
}

function isCut({ cells, index }: CellAt, { from, to }: QuarterRange, times: TimeGroups): boolean {
  const start = cells.quarter[index]! * QUARTER;
  const [first, last] = [start + cells.first[index]!, start + cells.last[index]!];
  const isWithin = first >= from && last < to;
  const isOutside = last < from || first >= to;
  return !(isWithin || isOutside) || times.of(first) !== times.of(last);
}

/** Of a cell that is not cut any times between its first and last will do. */
function secondsOfCell({ cells, index }: CellAt): number[] {
  const seconds = new Array<number>(cells.count[index]!).fill(cells.first[index]!);
  seconds[seconds.length - 1] = cells.last[index]!;
  return seconds;
}
