import { isKeyField, type ActivityKeys } from '../core/activityKeys.ts';
import type { ActivityCells } from '../core/activityCells.ts';
import type { User } from '../core/event.ts';
import { meets, type EventFilter } from '../core/filter.ts';
import { QUARTER, type QuarterRange } from '../core/quarter.ts';
import { readUsers } from './catalogue.ts';
import { CellCollector } from './cellCollector.ts';
import { inParallel } from './inParallel.ts';
import type { DayHours, SpanReader, SpanSink } from './readSpans.ts';
import type { Table } from './table.ts';
import type { UserRange } from './userEvents.ts';

/** A question about so many names is asked of the users directly, and needs no rows. */
const FEW_NAMES = 4;

/** Ranges of a user that are this close, in quarters, are read as one. */
const CLOSE = 4;

/** How many days are read at once where events are looked for backwards in time, at most. */
const MOST_DAYS = 16;

/** Where events lie that may pass a filter: no older than `from` (seconds since 1970). */
export interface Candidates {
  ranges: UserRange[];
  from: number;
}

/** The few users that a filter names, or undefined where it names none or many. */
export async function namedUsers(table: Table, filter: EventFilter, signal?: AbortSignal): Promise<User[] | undefined> {
  const names = filter.user?.in;
  if (!names || filter.user?.prefix !== undefined || names.length > FEW_NAMES) return undefined;
  const users = await inParallel([...new Set(names)], FEW_NAMES, (name) => readUsers(table, name, { signal }));
  const is = (field: 'user' | 'kind' | 'home', value: string) => !filter[field] || meets(value, filter[field]);
  return users.flat().filter(({ name, kind, home }) => is('user', name) && is('kind', kind) && is('home', home));
}

/** The services that a filter names; undefined where it leaves others, too. */
function namedServices({ service }: EventFilter): readonly string[] | undefined {
  return service?.prefix === undefined ? service?.in : undefined;
}

/** The part of a filter that the counters can tell. */
export function keyPart(filter: EventFilter): EventFilter {
  return Object.fromEntries(Object.entries(filter).filter(([field]) => isKeyField(field)));
}

/**
 * Looks for candidates backwards in time, in the rows: the first batch has about as many matching events as are wanted, as far
 * as the counters can tell, and each that follows twice as many. It reads ever longer stretches, so that a busy account is read by the hour and a quiet one by the month.
 */
export async function* candidatesBackwards(
  spans: SpanReader,
  range: QuarterRange,
  filter: EventFilter,
  want: number,
  signal?: AbortSignal,
): AsyncGenerator<Candidates> {
  let pending = new QuarterPlan(range);
  for (const days of stretches(await spans.daysIn(range, signal), (day) => spans.isOver(day))) {
    const collector = new CellCollector();
    await spans.readDays(days, sinkOf(collector, range, filter), signal);
    const cells = collector.sorted();
    const matching = collector.keys.matching(filter);
    for (let end = cells.quarter.length; end > 0;) {
      const begin = pending.addQuarter(collector.keys, cells, end, matching);
      end = begin;
      if (pending.count < want) continue;
      yield pending.finish();
      pending = new QuarterPlan(range);
      want *= 2;
    }
  }
  if (pending.count > 0) yield pending.finish();
}

/** All candidates of a range, read from its rows. */
export async function allCandidates(
  spans: SpanReader,
  range: QuarterRange,
  filter: EventFilter,
  signal?: AbortSignal,
): Promise<UserRange[]> {
  const collector = new CellCollector();
  await spans.readRange(range, sinkOf(collector, range, filter), signal);
  const cells = collector.sorted();
  const matching = collector.keys.matching(filter);
  const plan = new QuarterPlan(range);
  for (let end = cells.quarter.length; end > 0;) end = plan.addQuarter(collector.keys, cells, end, matching);
  return plan.finish().ranges;
}

/** Collects the cells of a range that a filter asks for, and some others. */
export function sinkOf(
  collector: CellCollector,
  { fromQuarter, toQuarter }: QuarterRange,
  filter: EventFilter,
): SpanSink {
  return { cells: (cells) => collector.add(cells, fromQuarter, toQuarter), services: namedServices(filter) };
}

/** Of today one hour, two, four …, then one day, two, four …: each stretch is read at once. */
function* stretches(days: readonly DayHours[], isOver: (day: string) => boolean): Generator<DayHours[]> {
  const [first, ...rest] = days;
  if (!first) return;
  for (let to = first.toHour, hours = isOver(first.day) ? 24 : 1; to > first.fromHour; hours *= 2) {
    const from = Math.max(first.fromHour, to - hours);
    yield [{ day: first.day, fromHour: from, toHour: to }];
    to = from;
  }
  for (let begin = 0, length = 1; begin < rest.length; begin += length, length = Math.min(2 * length, MOST_DAYS)) {
    yield rest.slice(begin, begin + length);
  }
}

/** Collects, quarter by quarter backwards, which users have matching events when. */
class QuarterPlan {
  count = 0;
  private readonly range: QuarterRange;
  private readonly users = new Map<string, { user: User; quarters: { from: number; to: number }[] }>();
  private oldest = Infinity;

  constructor(range: QuarterRange) {
    this.range = range;
  }

  /** Adds the cells of the quarter that ends before an index; answers where it begins. */
  addQuarter(keys: ActivityKeys, cells: ActivityCells, end: number, matching: Uint8Array): number {
    const quarter = cells.quarter[end - 1]!;
    let index = end - 1;
    for (; index >= 0 && cells.quarter[index] === quarter; index--) {
      const key = cells.key[index]!;
      if (matching[key] === 0) continue;
      this.count += cells.count[index]!;
      this.addUser(keys.userOf(key), quarter);
    }
    this.oldest = quarter;
    return index + 1;
  }

  private addUser(user: User, quarter: number): void {
    const id = JSON.stringify([user.name, user.kind, user.home]);
    let entry = this.users.get(id);
    if (!entry) this.users.set(id, (entry = { user, quarters: [] }));
    const last = entry.quarters.at(-1);
    if (last && last.from - quarter <= CLOSE) last.from = quarter;
    else entry.quarters.push({ from: quarter, to: quarter + 1 });
  }

  finish(): Candidates {
    const { range } = this;
    const ranges = [...this.users.values()].flatMap(({ user, quarters }) =>
      quarters.map(({ from, to }) => ({
        user,
        from: Math.max(range.from, from * QUARTER),
        to: Math.min(range.to, to * QUARTER),
      })),
    );
    return { ranges, from: Math.max(range.from, this.oldest * QUARTER) };
  }
}
