import type { TrackerEvent } from '../../backend/core/event.ts';
import { eventPages } from '../../backend/core/eventPages.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import { apiTime } from '../period/period.ts';

/** The calls that answer with the keys of a session. */
const GIVING_KEYS = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'GetFederationToken',
  'GetSessionToken',
];

/** The longest that such keys are valid for (GetSessionToken), in milliseconds. */
const VALID = 36 * 3_600_000;
/** Roles that assume roles: AWS sets no end to it. */
const MOST = 10;

/**
 * The events by which a session came about, the last one first: each gave out the access key that the one after it was signed
 * with. Whatever the scope, because these calls only read. Ends where the logs do: the key is a lasting one, AWS itself assumed
 * the role, or the call is in another account's trail.
 */
export async function sessionChain(
  api: TrackerApi,
  { accessKeyId, eventTime }: { accessKeyId: string; eventTime: string },
  signal: AbortSignal,
): Promise<TrackerEvent[]> {
  const chain: TrackerEvent[] = [];
  let key: string | undefined = accessKeyId;
  let time = eventTime;
  while (key?.startsWith('ASIA') && chain.length < MOST) {
    const giving = await newest(api, key, time, signal);
    if (!giving || chain.some(({ id }) => id === giving.id)) break;
    chain.push(giving);
    key = giving.userIdentity_accessKeyId;
    time = giving.eventTime;
  }
  return chain;
}

async function newest(api: TrackerApi, key: string, eventTime: string, signal: AbortSignal) {
  const end = Date.parse(eventTime);
  const filter: EventFilter = {
    eventName: { in: GIVING_KEYS },
    responseElements_credentials_accessKeyId: { in: [key] },
  };
  // The second in which it was first used may be the one in which it was given out.
  const request = { filter, from: apiTime(end - VALID), to: apiTime(end + 1000), limit: 1 };
  for await (const [event] of eventPages(api, request, signal)) if (event) return event;
  return undefined;
}
