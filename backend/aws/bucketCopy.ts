import path from 'node:path';
import { UserError } from '../core/userError.ts';
import { LOOK_INTERVAL, type Copy, type CopyFailure, type CopyRun } from './copy.ts';
import { downloadObjects } from './downloadObjects.ts';
import { listLogObjects, type LogObject } from './logObjects.ts';
import type { Aws } from './openAws.ts';
import { readState, removeUnfinished, writeWhole } from './wholeFile.ts';

export interface BucketCopyOptions {
  /** Asked for when AWS is, and not before. */
  aws: () => Pick<Aws, 's3'>;
  bucket: string;
  /** Up to the region, each with a slash at its end. */
  prefixes: readonly string[];
  /** First and last day, YYYY-MM-DD in UTC; without `to`, up to the present. */
  from: string;
  to?: string;
  /** Where the files go. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What is known of earlier runs. Times are in milliseconds since 1970. */
interface State {
  /** The days that were asked for: others are looked for anew. */
  from: string;
  to?: string;
  /** When the last run began that copied all there was, and the last of these that looked at all days. */
  complete: number;
  allDays: number;
  failures: CopyFailure[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Kept and shown of those that failed. */
const MOST_FAILURES = 1000;
/** Files are small: more at once than a day of a small trail has keeps the line busy. */
const GROUP = 500;

/** The log files of chosen places and days of a trail's bucket. */
export function createBucketCopy(options: BucketCopyOptions): Copy {
  const { aws, bucket, prefixes, from, to, folder, now } = options;
  const stateFile = path.join(folder, '.bucket.json');

  async function lastState(): Promise<State | undefined> {
    const state = (await readState(stateFile)) as State | undefined;
    return state?.from === from && state.to === to ? state : undefined;
  }

  /** New files come to the last days. Those that come late (CloudTrail tries for up to 30 days) are looked for once a day. */
  function firstDay(state: State | undefined, asked: boolean): string {
    if (!state || now() - state.allDays > DAY || (asked && state.failures.length > 0)) return from;
    const recent = dayOf(state.complete - DAY);
    return recent > from ? recent : from;
  }

  return {
    async isDue(asked) {
      const state = await lastState();
      if (!state) return true;
      if (to !== undefined && state.complete > Date.parse(to) + DAY + HOUR) return asked && state.failures.length > 0;
      return asked || now() - state.complete >= LOOK_INTERVAL;
    },
    async failures() {
      return (await lastState())?.failures ?? [];
    },
    async run({ asked, signal, onProgress, onFiles }: CopyRun) {
      const began = now();
      await removeUnfinished(folder, began);
      const state = await lastState();
      const first = firstDay(state, asked);
      const failures: CopyFailure[] = [];
      const progress = { done: 0, found: 0, bytes: 0 };
      onProgress(progress);
      const days = listLogObjects(aws(), { bucket, prefixes, from: first, to: to ?? dayOf(began) }, signal);
      const onFile = (bytes: number | undefined) => {
        progress.done++;
        progress.bytes += bytes ?? 0;
        onProgress({ ...progress });
        if (bytes) onFiles();
      };
      for await (const group of ahead(days, (objects) => (progress.found += objects.length)))
        failures.push(...(await downloadObjects(aws(), { bucket, objects: group, folder, signal, onFile })));
      const allDays = first === from ? began : (state?.allDays ?? began);
      const next: State = { from, to, complete: began, allDays, failures: failures.slice(0, MOST_FAILURES) };
      await writeWhole(folder, stateFile, JSON.stringify(next));
      if (failures.length > 0 && failures.length === progress.found) throw new UserError(failures[0]!.reason);
    },
  };
}

/** Groups of objects in the order of the days, while the days after them are being listed already. */
async function* ahead(
  days: AsyncGenerator<{ objects: LogObject[] }>,
  onListed: (objects: readonly LogObject[]) => void,
): AsyncGenerator<LogObject[]> {
  const listed: LogObject[][] = [];
  let wake = () => {};
  let ended = false;
  let stopped = false;
  const listing = (async () => {
    try {
      for await (const { objects } of days) {
        if (stopped) return;
        onListed(objects);
        for (let at = 0; at < objects.length; at += GROUP) listed.push(objects.slice(at, at + GROUP));
        wake();
      }
    } finally {
      ended = true;
      wake();
    }
  })();
  listing.catch(() => undefined); // Thrown below, when what was listed before is copied.
  try {
    for (;;) {
      const group = listed.shift();
      if (group) yield group;
      else if (ended) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    await listing;
  } finally {
    stopped = true;
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
