import type { Period } from '../core/eventStore.ts';
import { QUARTER, secondsOf } from '../core/quarter.ts';
import type { Attributes } from './table.ts';

const DAY = 86_400;

/** How long things are kept. DynamoDB deletes what has expired within days, so queries leave it out before it is gone. */
export interface Expiry {
  /** The attribute by which DynamoDB deletes what is of this time (YYYY-MM-DDTHH:MM:SSZ); none where things are kept for ever. */
  at(time: string): Attributes;
  /** The part of a period that has not expired, from a whole quarter of an hour on, so that counters can answer for it. */
  clamp(period: Period): Period;
}

/** `now` is in milliseconds since 1970. */
export function createExpiry(now: () => number, retentionDays: number | undefined): Expiry {
  if (retentionDays === undefined) return { at: () => ({}), clamp: (period) => period };
  const kept = retentionDays * DAY;
  return {
    at: (time) => ({ ttl: { N: String(secondsOf(time) + kept) } }),
    clamp({ from, to }) {
      const oldest = Math.ceil((now() / 1000 - kept) / QUARTER) * QUARTER * 1000;
      return { from: Math.max(from, oldest), to: Math.max(to, oldest) };
    },
  };
}
