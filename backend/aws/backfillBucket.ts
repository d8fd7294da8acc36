import type { TrackerApi } from '../core/trackerApi.ts';
import { messageOf, sendMessages } from './announce.ts';
import { startAt } from './backfillStart.ts';
import { followToEnd, type BackfillSummary } from './backfillSummary.ts';
import type { SentProgress } from './backfillFolder.ts';
import type { FollowProgress } from './followQueue.ts';
import type { Journal } from './journal.ts';
import { listLogObjects, type LogObject, type LogSelection } from './logObjects.ts';
import type { Aws } from './openAws.ts';
import { CLOCK, type Clock } from './pace.ts';

/** What a backfill from the trail's bucket will send. */
export interface BucketPlan {
  files: number;
  bytes: number;
  /** With files. */
  days: number;
  /** Requests that the listing took, about; sending lists once more. */
  lists: number;
}

export interface BackfillBucketOptions {
  selection: LogSelection;
  queueUrl: string;
  api: Pick<TrackerApi, 'status'>;
  /** Of this tracker: which prefixes and days were sent. */
  journal: Journal;
  onSent?: (progress: SentProgress) => void;
  onFollow?: (progress: FollowProgress) => void;
  signal?: AbortSignal;
  clock?: Clock;
}

/** A day's messages are sent so many at a time, so that progress shows. */
const CHUNK = 200;

/** Counts the log files of some places and days. Nothing is kept of their names: there may be millions. Needs s3:ListBucket. */
export async function planBucket(
  aws: Pick<Aws, 's3'>,
  selection: LogSelection,
  signal?: AbortSignal,
  onProgress?: (plan: BucketPlan) => void,
): Promise<BucketPlan> {
  const plan: BucketPlan = { files: 0, bytes: 0, days: 0, lists: 0 };
  const counted = { ...selection, onRequest: () => plan.lists++ };
  for await (const { objects } of listLogObjects(aws, counted, signal)) {
    plan.files += objects.length;
    plan.bytes += objects.reduce((sum, { size }) => sum + size, 0);
    plan.days++;
    onProgress?.(plan);
  }
  return plan;
}

/**
 * Names log files of the trail's bucket to the tracker's queue, the newest day first, and follows until they are settled. Safe to
 * repeat after a cancellation or a kill: it goes on with the day at which it stopped. Needs s3:ListBucket on the trail's bucket,
 * sqs:SendMessage, sqs:GetQueueAttributes and execute-api:Invoke.
 */
export async function backfillBucket(
  aws: Pick<Aws, 's3' | 'sqs'>,
  { selection, queueUrl, api, journal, onSent, onFollow, signal, clock = CLOCK }: BackfillBucketOptions,
): Promise<BackfillSummary> {
  const { bucket } = selection;
  const choices = JSON.stringify([selection.from, ...selection.prefixes]);
  const start = journal.begin(choices, startAt(clock.now(), await api.status({}, signal)));
  const sent: SentProgress = { files: 0, bytes: 0 };
  const count = (files: number, objects: readonly LogObject[]) => {
    sent.files += files;
    sent.bytes += objects.reduce((sum, { size }) => sum + size, 0);
    onSent?.({ ...sent });
  };
  for await (const { day, objects } of listLogObjects(aws, selection, signal)) {
    const places = selection.prefixes.map((prefix) => {
      const entry = `${prefix} ${day}`;
      return { entry, sent: journal.filesOf(entry), found: objects.filter(({ key }) => key.startsWith(prefix)) };
    });
    for (const { sent: before, found } of places) if (before !== undefined) count(before, found);
    const left = places.filter(({ sent: before }) => before === undefined);
    const toSend = left.flatMap(({ found }) => found);
    for (let begin = 0; begin < toSend.length; begin += CHUNK) {
      const chunk = toSend.slice(begin, begin + CHUNK);
      const messages = chunk.map((object) => messageOf({ bucket, ...object }, clock.now()));
      await sendMessages(aws, queueUrl, messages, signal, clock);
      count(chunk.length, chunk);
    }
    // More files of today are still to come.
    if (day < new Date(clock.now()).toISOString().slice(0, 10))
      journal.add(new Map(left.map(({ entry, found }) => [entry, found.length])));
  }
  return followToEnd(aws, {
    announced: sent.files,
    isOurs: (name: string) => isSelected(selection, name),
    start,
    journal,
    queueUrl,
    api,
    onProgress: onFollow,
    signal,
    clock,
  });
}

function isSelected({ prefixes, from, to }: LogSelection, key: string): boolean {
  return prefixes.some((prefix) => {
    if (!key.startsWith(prefix)) return false;
    const day = key.slice(prefix.length, prefix.length + 10).replaceAll('/', '-');
    return day >= from && day <= to;
  });
}
