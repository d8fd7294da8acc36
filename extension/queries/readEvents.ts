import type { TrackerEvent } from '../../backend/core/event.ts';
import { eventPages } from '../../backend/core/eventPages.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import { apiTime } from '../period/period.ts';
import type { Session } from '../session.ts';

/** Of one page; the most that the API gives. */
const PAGE = 10_000;

/** Events of the current source, newest first, whatever the period and the scope of the views: all, or the first `most` of them. */
export async function readEvents(
  session: Session,
  filter: EventFilter,
  { from, to }: Period,
  { most = Infinity, signal }: { most?: number; signal?: AbortSignal } = {},
): Promise<TrackerEvent[]> {
  const question = { from: apiTime(from), to: apiTime(to), tz: session.timeZone, filter, limit: Math.min(most, PAGE) };
  const scan: TrackerApi['scan'] = async (request) =>
    (await session.question((service) => service.scan(request, signal))) ?? { events: [] };
  const events: TrackerEvent[] = [];
  for await (const page of eventPages({ scan }, question)) {
    events.push(...page);
    if (events.length >= most) break;
  }
  return events.length > most ? events.slice(0, most) : events;
}

/** How many such events there are: with a filter that the counters know, nothing is read for it. */
export async function countEvents(
  session: Session,
  filter: EventFilter,
  { from, to }: Period,
  signal?: AbortSignal,
): Promise<number> {
  const request = { from: apiTime(from), to: apiTime(to), tz: session.timeZone, filter, groupBy: [] };
  const rows = await session.question((service) => service.activity(request, signal));
  return rows?.[0]?.count ?? 0;
}
