import type { FileReason } from '../core/eventStore.ts';
import type { TrackerApi, TrackerStatus } from '../core/trackerApi.ts';
import type { TrackerNumbers } from './backfillStart.ts';
import type { Aws } from './openAws.ts';
import { CLOCK, type Clock } from './pace.ts';
import { readLevel } from './queueLevel.ts';

export interface FollowOptions {
  queueUrl: string;
  api: Pick<TrackerApi, 'status'>;
  before: TrackerNumbers;
  /** How many files were announced. */
  announced: number;
  /** Whether a file, by its key, is one of them. */
  isOurs: (name: string) => boolean;
  onProgress?: (progress: FollowProgress) => void;
  signal?: AbortSignal;
  clock?: Pick<Clock, 'sleep'>;
}

export interface FollowProgress {
  /** Messages waiting or being handled, about. */
  left: number;
  /** Events stored since the begin. */
  events: number;
}

/** Milliseconds between two looks. */
const INTERVAL = 5000;
/** SQS counts approximately: only so many looks in a row that see nothing to do, and no change, tell that there is nothing. */
const QUIET_LOOKS = 6;

/**
 * Waits until the queue is empty but for files that fail: these are tried again some times, half an hour apart, before they go to the
 * dead-letter queue, and nobody waits for that. Answers the tracker's status then. Needs sqs:GetQueueAttributes and execute-api:Invoke.
 */
export async function followQueue(aws: Pick<Aws, 'sqs'>, options: FollowOptions): Promise<TrackerStatus> {
  const { queueUrl, api, before, announced, isOurs, onProgress, signal, clock = CLOCK } = options;
  let last = '';
  for (let quiet = 0; ;) {
    const { waiting, underWay } = await readLevel(aws, queueUrl, signal);
    const status = await api.status({}, signal);
    const failing = failingIn(status, isOurs).length;
    onProgress?.({ left: waiting + underWay, events: status.events - before.events });
    const isQuiet = waiting === 0 && underWay <= failing;
    // Files that were stored before add nothing to the numbers.
    const settled = status.files + status.skipped - before.files - before.skipped;
    if (isQuiet && settled >= announced - failing && underWay === 0) return status;
    const seen = JSON.stringify([underWay, settled, failing]);
    quiet = isQuiet && seen === last ? quiet + 1 : 0;
    last = seen;
    if (quiet + 1 >= QUIET_LOOKS) return status;
    await clock.sleep(INTERVAL, signal);
  }
}

/** The files among ours that the tracker says something about. An older tracker tells the names of some only, and no reasons. */
export function failingIn({ problems, unsettled }: TrackerStatus, isOurs: (name: string) => boolean): FileReason[] {
  const all = problems ?? unsettled.map((name): FileReason => ({ name, state: 'unsettled', reason: '' }));
  return all.filter(({ name }) => isOurs(name));
}
