import { paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { readFile } from 'node:fs/promises';
import type { FileReason } from '../core/eventStore.ts';
import type { TrackerApi } from '../core/trackerApi.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import { messageOf, sendMessages } from './announce.ts';
import { ask } from './awsErrors.ts';
import { startAt } from './backfillStart.ts';
import { followToEnd, type BackfillSummary } from './backfillSummary.ts';
import type { FollowProgress } from './followQueue.ts';
import type { Journal } from './journal.ts';
import type { Aws } from './openAws.ts';
import { CLOCK, type Clock } from './pace.ts';
import type { Upload, UploadPlan } from './planUpload.ts';

export interface BackfillFolderOptions {
  plan: UploadPlan;
  /** Of the tracker: its queue and its own bucket. */
  queueUrl: string;
  uploadBucket: string;
  api: Pick<TrackerApi, 'status'>;
  /** Of this tracker and folder: which files were sent. */
  journal: Journal;
  onSent?: (progress: SentProgress) => void;
  onFollow?: (progress: FollowProgress) => void;
  signal?: AbortSignal;
  clock?: Clock;
}

export interface SentProgress {
  files: number;
  bytes: number;
}

const AT_ONCE = 12;
/** Files that are uploaded, announced and then written down together. */
const CHUNK = 60;

/**
 * Uploads log files to the tracker's own bucket, names them to its queue, and follows until they are settled. Safe to repeat after
 * a cancellation or a kill: it goes on where it stopped, and a file that is sent twice is one file. Needs s3:PutObject and
 * s3:ListBucket on the tracker's own bucket, sqs:SendMessage, sqs:GetQueueAttributes and execute-api:Invoke.
 */
export async function backfillFolder(
  aws: Pick<Aws, 's3' | 'sqs'>,
  options: BackfillFolderOptions,
): Promise<BackfillSummary> {
  const { plan, queueUrl, uploadBucket, api, journal, onSent, onFollow, signal, clock = CLOCK } = options;
  const choices = JSON.stringify([plan.from, plan.to]);
  const start = journal.begin(choices, startAt(clock.now(), await api.status({}, signal)));
  const present = await listUploads(aws, uploadBucket, signal);
  const sent: SentProgress = { files: 0, bytes: 0 };
  const unsent: FileReason[] = [];
  const count = (uploads: readonly Upload[]) => {
    sent.files += uploads.length;
    sent.bytes += uploads.reduce((sum, { size }) => sum + size, 0);
    onSent?.({ ...sent });
  };

  const wasSent = (upload: Upload) => journal.filesOf(entryOf(upload)) !== undefined;
  count(plan.uploads.filter(wasSent));
  const left = plan.uploads.filter((upload) => !wasSent(upload));
  for (let begin = 0; begin < left.length; begin += CHUNK) {
    const chunk = left.slice(begin, begin + CHUNK);
    const results = await inParallel(chunk, AT_ONCE, (upload) => put(upload));
    const there = chunk.filter((_, index) => results[index]);
    const messages = there.map(({ key, size }) => messageOf({ bucket: uploadBucket, key, size }, clock.now()));
    await sendMessages(aws, queueUrl, messages, signal, clock);
    journal.add(new Map(there.map((upload) => [entryOf(upload), 1])));
    count(there);
  }

  const keys = new Set(plan.uploads.map(({ key }) => key));
  return followToEnd(aws, {
    announced: sent.files,
    isOurs: (name: string) => keys.has(name),
    start,
    journal,
    unsent,
    queueUrl,
    api,
    onProgress: onFollow,
    signal,
    clock,
  });

  /** Whether it is in the bucket now. */
  async function put({ file, key, size }: Upload): Promise<boolean> {
    signal?.throwIfAborted();
    if (present.get(key) === size) return true;
    let Body: Buffer;
    try {
      Body = await readFile(file);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      unsent.push({ name: file, state: 'rejected', reason: `cannot be read from this computer (${code})` });
      return false;
    }
    const request = aws.s3.send(new PutObjectCommand({ Bucket: uploadBucket, Key: key, Body }), {
      abortSignal: signal,
    });
    await ask({ action: 's3:PutObject', resource: `arn:aws:s3:::${uploadBucket}/*` }, request);
    return true;
  }
}

/** A file that has changed is another one. */
function entryOf({ key, size }: Upload): string {
  return `${size} ${key}`;
}

/** Sizes by key of what was uploaded in the last days. */
async function listUploads(
  { s3 }: Pick<Aws, 's3'>,
  bucket: string,
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const list = async () => {
    const sizes = new Map<string, number>();
    const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket }, { abortSignal: signal });
    for await (const { Contents = [] } of pages) for (const { Key = '', Size = 0 } of Contents) sizes.set(Key, Size);
    return sizes;
  };
  return ask({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, list());
}
