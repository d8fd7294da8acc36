import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { DEFAULT_DROP } from '../../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { LogFileFacts } from '../../../backend/core/eventStore.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { createIngest, type IngestOptions } from '../../../backend/lambda/createIngest.ts';
import type { LogEntry } from '../../../backend/lambda/jsonLog.ts';
import type { LambdaContext, SqsMessage } from '../../../backend/lambda/lambdaEvents.ts';
import type { OpenObject } from '../../../backend/lambda/objectReader.ts';
import { NOW } from '../../fixtures/classroom.ts';
import { s3Event } from '../../fixtures/notifications.ts';

/** An ingest function over a bucket in memory and a store that notes what it is told. */
export interface TestedIngest {
  /** What lies in the bucket, by key. */
  files: Map<string, Uint8Array>;
  /** Everything that was asked of the bucket and the store, in order: `open KEY`, `ingest KEY`, `rejected KEY`, `unsettled KEY` … */
  calls: string[];
  ingested: Map<string, { file: LogFileFacts; events: readonly TrackerEvent[] }>;
  /** Reasons by key, the last one of each. */
  asideReasons: Map<string, string>;
  unsettledReasons: Map<string, string>;
  log: LogEntry[];
  /** Hands over messages, and answers the ids of those that stay in the queue. */
  deliver(messages: SqsMessage[], context?: Partial<LambdaContext>): Promise<string[]>;
}

export const BUCKET = 'trail';
export const UPLOADS = 'uploads';
export const MODIFIED = NOW - 60_000;

export function useIngest(faults: Partial<IngestOptions> | ((ingest: TestedIngest) => Partial<IngestOptions>) = {}): TestedIngest {
  const tested: TestedIngest = {
    files: new Map(),
    calls: [],
    ingested: new Map(),
    asideReasons: new Map(),
    unsettledReasons: new Map(),
    log: [],
    deliver: async (messages, context) => {
      const answer = await handler({ Records: messages }, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 120_000, ...context });
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
  const { files, calls, ingested, asideReasons, unsettledReasons, log } = tested;
  const options: IngestOptions = {
    s3: {
      open: async (_bucket, key) => {
        calls.push(`open ${key}`);
        const bytes = files.get(key);
        if (!bytes) throw new UserError('The log file is no longer in the bucket.', { status: 404 });
        return openObject(bytes);
      },
    },
    store: {
      ingest: async (file, events) => {
        calls.push(`ingest ${file.name}`);
        ingested.set(file.name, { file, events });
        return { stored: events.length, duplicates: 0 };
      },
      setAside: async ({ name }, state, reason) => {
        calls.push(`${state} ${name}`);
        asideReasons.set(name, reason);
      },
      setUnsettled: async ({ name }, reason) => {
        calls.push(`unsettled ${name}`);
        unsettledReasons.set(name, reason);
      },
      sumUp: async () => {},
    },
    buckets: [BUCKET, UPLOADS],
    now: () => NOW,
    log: (entry) => log.push(entry),
    dropSettings: DEFAULT_DROP,
    ...(typeof faults === 'function' ? {} : faults),
  };
  const handler = createIngest({ ...options, ...(typeof faults === 'function' ? faults(tested) : {}) });
  return tested;
} // prettier-ignore

export function openObject(bytes: Uint8Array): OpenObject {
  return { size: bytes.length, modified: MODIFIED, chunks: chunksOf(bytes) };
}

/** Some bytes at a time, as from a network. */
export async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) {
    await sleep(0);
    yield bytes.subarray(at, at + 1000);
  }
}

/** A connection that breaks. */
export async function* breaking(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 60);
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

export function logFile(records: readonly JsonObject[]): Uint8Array {
  return gzipSync(JSON.stringify({ Records: records }));
}

/** A standard name of a log file. */
export function logKey(unique: string): string {
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/2017/11/20/111122223333_CloudTrail_eu-west-1_20171120T1525Z_${unique}.json.gz`;
}

export function message(messageId: string, body: unknown, receiveCount = 1): SqsMessage {
  return { messageId, body: JSON.stringify(body), attributes: { ApproximateReceiveCount: String(receiveCount) } };
}

/** A message that names files of the bucket; its id is the first of them. */
export function naming(keys: string[], options: { size?: number; receiveCount?: number } = {}): SqsMessage {
  return message(keys[0]!, s3Event(...keys.map((key) => ({ bucket: BUCKET, key, size: options.size }))), options.receiveCount); // prettier-ignore
}
