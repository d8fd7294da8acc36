import type { EventKey, EventsQuery, EventsResult } from '../core/eventStore.ts';
import { keyOf } from '../core/eventId.ts';
import type { TrackerEvent } from '../core/event.ts';
import { matches } from '../core/filter.ts';
import { quarterRange, secondsOf, timeText } from '../core/quarter.ts';
import { candidatesBackwards, keyPart, namedUsers, type Candidates } from './candidates.ts';
import type { ReadContext } from './readActivity.ts';
import { readNewest } from './userEvents.ts';

/** A call reads about so many events at most, some seconds' worth; then its page is short. */
const BUDGET = 20_000;

/** Without a filter on parameters the counters tell how many events match; with one, so many times as many are looked at first. */
const CANDIDATES = 4;

/** One page of events, newest first. */
export async function readPage(
  { table, spans, expiry }: ReadContext,
  { period, filter, limit, after }: EventsQuery,
  signal?: AbortSignal,
): Promise<EventsResult> {
  const range = quarterRange(expiry.clamp(period));
  if (after) range.to = Math.min(range.to, secondsOf(after.eventTime) + 1);
  if (range.from >= range.to) return { events: [] };
  range.toQuarter = quarterRange({ from: 0, to: range.to * 1000 }).toQuarter;

  const counted = keyPart(filter);
  const isCounted = Object.keys(counted).length === Object.keys(filter).length;
  const found: TrackerEvent[] = [];
  let read = 0;
  for await (const { ranges, from } of candidates()) {
    const want = limit + 1 - found.length;
    const page = await readNewest(table, {
      ranges,
      after,
      want,
      budget: BUDGET - read,
      matches: (event) => matches(event, filter),
      signal,
    });
    found.push(...page.events);
    read += page.read;
    if (found.length > limit) return pageOf(found, limit);
    if (page.stoppedAt) return { events: found, next: page.stoppedAt };
    if (read >= BUDGET) return { events: found, next: before(from) };
  }
  return { events: found };

  async function* candidates(): AsyncGenerator<Candidates> {
    const users = await namedUsers(table, filter, signal);
    if (users) yield { ranges: users.map((user) => ({ user, from: range.from, to: range.to })), from: range.from };
    else yield* candidatesBackwards(spans, range, counted, isCounted ? limit + 1 : CANDIDATES * (limit + 1), signal);
  }
}

function pageOf(found: TrackerEvent[], limit: number): EventsResult {
  const events = found.slice(0, limit);
  return { events, next: keyOf(events.at(-1)!) };
}

/** The position after all events from a second on: no event has an empty id. */
function before(seconds: number): EventKey {
  return { user: { kind: 'unknown', home: '', name: '' }, eventTime: timeText(seconds), eventID: '' };
}
