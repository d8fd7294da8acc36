import type { TrackerEvent } from '../../backend/core/event.ts';
import type { JsonObject } from '../../backend/core/json.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import { apiTime } from '../period/period.ts';
import type { RecordAddress } from './protocol.ts';

/** Milliseconds to either side within which the events of one request lie. */
const NEAR = 5_000;
/** Records that are read to find them. */
const MOST = 100;

/**
 * CloudTrail's ids of the events that bear the same request id, or that one action left in several accounts' logs (sharedEventID).
 * Neither is stored: the records of the events around are read, nearest first, so at most a hundred.
 */
export async function sameRequest(api: TrackerApi, event: RecordAddress, signal: AbortSignal): Promise<string[]> {
  const record = await api.record({ user: event.userIdentity_userName, id: event.id }, signal);
  const own = idsOf(record);
  const time = Date.parse(event.eventTime);
  const page = await api.scan({ from: apiTime(time - NEAR), to: apiTime(time + NEAR + 1000), limit: 1000 }, signal);
  if (typeof page === 'number') throw new TypeError('a page was asked for, not a count');
  const distance = (one: TrackerEvent) => Math.abs(Date.parse(one.eventTime) - time);
  const others = page.events
    .filter(({ id }) => id !== event.id)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MOST);
  const found = await Promise.all(
    others.map(async (other) => {
      const ids = idsOf(await api.record({ user: other.userIdentity_userName, id: other.id }, signal));
      return ids.some((id) => own.includes(id)) ? [other.eventID] : [];
    }),
  );
  const itself = typeof record.eventID === 'string' ? [record.eventID] : [];
  return [...itself, ...found.flat()];
}

function idsOf({ requestID, sharedEventID }: JsonObject): string[] {
  return [requestID, sharedEventID].filter((id) => typeof id === 'string' && id !== '') as string[];
}
