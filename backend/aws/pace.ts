import { setTimeout } from 'node:timers/promises';
import { isThrottled } from './awsErrors.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const CLOCK: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};

/** Milliseconds to wait after each refusal in a row; after the last one the refusal stands. */
const BACK_OFF = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];

export type Paced = <T>(request: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Makes requests one after the other, `interval` milliseconds from begin to begin at least. One that is refused because AWS was
 * asked too often waits and is made again: others in the account draw on the same quota.
 */
export function createPace(interval: number, { now, sleep }: Clock): Paced {
  let next = -Infinity;

  return async (request, signal) => {
    for (let refusals = 0; ; refusals++) {
      if (now() < next) await sleep(next - now(), signal);
      signal?.throwIfAborted();
      next = now() + interval;
      try {
        return await request();
      } catch (error) {
        const wait = BACK_OFF[refusals];
        if (!isThrottled(error) || wait === undefined) throw error;
        await sleep(wait, signal);
      }
    }
  };
}
