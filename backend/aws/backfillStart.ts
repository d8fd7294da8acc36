import { isObject } from '../core/json.ts';
import type { TrackerStatus } from '../core/trackerApi.ts';

const NUMBERS = ['files', 'skipped', 'records', 'events', 'duplicates', 'dropped', 'broken'] as const;

/** What a tracker counts of the files that it has read. */
export type TrackerNumbers = Pick<TrackerStatus, (typeof NUMBERS)[number]>;

/** How things stood when a backfill began. */
export interface BackfillStart {
  /** Milliseconds since 1970. */
  time: number;
  numbers: TrackerNumbers;
}

export function startAt(time: number, status: TrackerNumbers): BackfillStart {
  const { files, skipped, records, events, duplicates, dropped, broken } = status;
  return { time, numbers: { files, skipped, records, events, duplicates, dropped, broken } };
}

/** Undefined where it is none. */
export function startOf(value: unknown): BackfillStart | undefined {
  if (!isObject(value) || !isObject(value['numbers'])) return undefined;
  const { time, numbers } = value;
  if (!Number.isSafeInteger(time) || !NUMBERS.every((name) => Number.isSafeInteger(numbers[name]))) return undefined;
  return startAt(time as number, numbers as unknown as TrackerNumbers);
}
