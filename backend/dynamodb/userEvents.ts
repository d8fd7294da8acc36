import type { TrackerEvent, User } from '../core/event.ts';
import { compareKeys, keyOf } from '../core/eventId.ts';
import type { EventKey } from '../core/eventStore.ts';
import { readEventItem, type StoredEvent } from './eventItem.ts';
import { inParallel } from './inParallel.ts';
import { eventRange, eventSort, userPartition } from './keys.ts';
import type { Table } from './table.ts';

/** Users read at once. */
const PARALLEL = 32;

/** Part of a user's events, in seconds since 1970, to exclusive. */
export interface UserRange {
  user: User;
  from: number;
  to: number;
}

/** The events of a user in a range, newest first, one array for each request. */
export async function* storedEvents(
  table: Table,
  { user, from, to }: UserRange,
  options: { after?: EventKey; pageSize?: number; signal?: AbortSignal; consistent?: boolean } = {},
): AsyncGenerator<StoredEvent[]> {
  const { after, pageSize, signal, consistent } = options;
  const [oldest, newest] = eventRange(from, to);
  // An event of the same second and id, but of another user, may come after as well as before.
  const start = after && eventSort(after.eventTime, after.eventID);
  const between = [oldest, start !== undefined && start < newest ? start : newest] as const;
  if (between[0] > between[1]) return;
  const range = { pk: userPartition(user), between, newestFirst: true, pageSize };
  for await (const items of table.pages(range, { signal, consistent })) {
    const events = items.map(readEventItem);
    yield after ? events.filter(({ event }) => compareKeys(keyOf(event), after) > 0) : events;
  }
}

/** All events of many ranges, in any order. */
export async function* eventsOfRanges(
  table: Table,
  ranges: readonly UserRange[],
  signal?: AbortSignal,
): AsyncGenerator<TrackerEvent> {
  for (let begin = 0; begin < ranges.length; begin += PARALLEL) {
    const read = await inParallel(ranges.slice(begin, begin + PARALLEL), PARALLEL, async (range) => {
      const events: TrackerEvent[] = [];
      for await (const page of storedEvents(table, range, { signal })) events.push(...page.map(({ event }) => event));
      return events;
    });
    for (const events of read) yield* events;
  }
}

/** How far the reading of a page has come. */
export interface PageRead {
  /** Those that were asked for, in the API's order. */
  events: TrackerEvent[];
  /** After this event not everything was looked at. Undefined where all was. */
  stoppedAt?: EventKey;
  /** How many events were read. */
  read: number;
}

export interface PageRequest {
  ranges: readonly UserRange[];
  after?: EventKey;
  matches: (event: TrackerEvent) => boolean;
  /** How many events are wanted. */
  want: number;
  /** How many events to read at most, roughly. */
  budget: number;
  signal?: AbortSignal;
}

/** The newest matching events of several ranges: each user is read only as far as the page may need. */
export async function readNewest(table: Table, request: PageRequest): Promise<PageRead> {
  const { ranges, after, matches, want, budget, signal } = request;
  const share = Math.max(500, Math.ceil(budget / Math.max(1, ranges.length)));
  const pageSize = Math.min(2_000, Math.max(100, want));
  const users = await inParallel(ranges, PARALLEL, async (range) => {
    const events: TrackerEvent[] = [];
    let read = 0;
    for await (const page of storedEvents(table, range, { after, pageSize, signal })) {
      read += page.length;
      for (const { event } of page) if (matches(event)) events.push(event);
      const last = page.at(-1);
      if (last && (events.length >= want || read >= share)) return { events, read, stoppedAt: keyOf(last.event) };
    }
    return { events, read, stoppedAt: undefined };
  });
  const stops = users.flatMap(({ stoppedAt }) => stoppedAt ?? []).sort(compareKeys);
  const [stoppedAt] = stops;
  const events = users
    .flatMap((user) => user.events)
    .sort((a, b) => compareKeys(keyOf(a), keyOf(b)))
    .filter((event) => !stoppedAt || compareKeys(keyOf(event), stoppedAt) <= 0);
  return { events, stoppedAt, read: users.reduce((sum, { read }) => sum + read, 0) };
}
