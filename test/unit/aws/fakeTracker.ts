import { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../../backend/aws/pace.ts';
import type { FileReason } from '../../../backend/core/eventStore.ts';
import type { TrackerStatus } from '../../../backend/core/trackerApi.ts';
import { objectsIn } from '../../../backend/lambda/objectsIn.ts';

export const QUEUE = 'https://sqs/1/ingest';
export const DEAD = 'https://sqs/1/dead';
export const UPLOADS = 'uploads';

/** A tracker in memory, in which time passes only while somebody sleeps: then it handles some messages. */
export interface FakeTracker {
  aws: { s3: S3Client; sqs: SQSClient };
  clock: Clock;
  api: { status: () => Promise<TrackerStatus> };
  /** Sizes by bucket/key. */
  objects: Map<string, number>;
  /** Names of requests, in order. */
  calls: string[];
  /** Files that cannot be read, by key. */
  poison: Set<string>;
  /** Bodies that wait in the dead-letter queue. */
  dead(): string[];
  /** Throws where it returns an error: a request that is refused, or a kill. */
  fault: (call: string) => Error | undefined;
  /** Handles all messages now. */
  settle(): void;
}

interface Message {
  id: number;
  body: string;
  sent: number;
  hidden: boolean;
}

/** What is used of the commands. */
interface Input {
  Bucket: string;
  Key: string;
  Prefix?: string;
  Delimiter?: string;
  Body: Uint8Array;
  QueueUrl: string;
  Entries: { Id: string; MessageBody: string; ReceiptHandle: string }[];
}

/** Messages that are handled while somebody sleeps. */
const PER_SLEEP = 7;

export function fakeTracker(): FakeTracker {
  const objects = new Map<string, number>();
  const queues: Record<string, Message[]> = { [QUEUE]: [], [DEAD]: [] };
  const known = new Set<string>();
  const problems = new Map<string, FileReason>();
  const numbers = { files: 0, records: 0, events: 0, duplicates: 0, dropped: 0 };
  let now = Date.parse('2026-03-01T10:00:00Z');
  let ids = 0;

  function handle(count: number): void {
    for (const message of queues[QUEUE]!.splice(0, count)) {
      for (const { key, bucket, size = 0 } of objectsIn(message.body)) {
        const base = `${key.split('/').at(-1)} ${size}`;
        if (tracker.poison.has(key) || !objects.has(`${bucket}/${key}`)) {
          problems.set(key, { name: key, state: 'rejected', reason: 'is cut off' });
          queues[DEAD]!.push({ ...message, hidden: false });
        } else {
          problems.delete(key);
          if (known.has(base)) continue;
          known.add(base);
          numbers.files += 1;
          numbers.records += 3;
          numbers.events += 2;
          numbers.dropped += 1;
        }
      }
    }
  }

  const answers: Record<string, (input: Input) => unknown> = {
    ListObjectsV2Command({ Bucket, Prefix = '', Delimiter }) {
      const all = [...objects].map(([name, Size]) => ({ name, Size }));
      const found = all
        .filter(({ name }) => name.startsWith(`${Bucket}/${Prefix}`))
        .map(({ name, Size }) => ({ Key: name.slice(Bucket.length + 1), Size }));
      if (Delimiter === undefined) return { Contents: found };
      const folders = found.map(({ Key }) => Key.slice(0, Key.indexOf(Delimiter, Prefix.length) + 1));
      return { CommonPrefixes: [...new Set(folders)].map((each) => ({ Prefix: each })) };
    },
    PutObjectCommand: ({ Bucket, Key, Body }) => void objects.set(`${Bucket}/${Key}`, Body.length),
    SendMessageBatchCommand({ QueueUrl, Entries }) {
      for (const { MessageBody: body } of Entries)
        queues[QueueUrl]!.push({ id: ids++, body, sent: now, hidden: false });
      return {};
    },
    GetQueueAttributesCommand: ({ QueueUrl }) => ({
      Attributes: {
        ApproximateNumberOfMessages: String(queues[QueueUrl]!.filter(({ hidden }) => !hidden).length),
        ApproximateNumberOfMessagesNotVisible: String(queues[QueueUrl]!.filter(({ hidden }) => hidden).length),
      },
    }),
    ReceiveMessageCommand({ QueueUrl }) {
      const Messages = queues[QueueUrl]!.filter(({ hidden }) => !hidden).slice(0, 10);
      for (const message of Messages) message.hidden = true;
      return {
        Messages: Messages.map(({ id, body, sent }) => ({
          MessageId: String(id),
          ReceiptHandle: String(id),
          Body: body,
          Attributes: { SentTimestamp: String(sent) },
        })),
      };
    },
    ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }) {
      const given = new Set(Entries.map(({ ReceiptHandle }) => Number(ReceiptHandle)));
      for (const message of queues[QueueUrl]!) if (given.has(message.id)) message.hidden = false;
      return {};
    },
    DeleteMessageBatchCommand({ QueueUrl, Entries }) {
      const given = new Set(Entries.map(({ ReceiptHandle }) => Number(ReceiptHandle)));
      queues[QueueUrl] = queues[QueueUrl]!.filter(({ id }) => !given.has(id));
      return {};
    },
  };
  const send = async (
    command: { input: Input; constructor: { name: string } },
    options?: { abortSignal?: AbortSignal },
  ) => {
    options?.abortSignal?.throwIfAborted();
    const { name } = command.constructor;
    tracker.calls.push(name.replace('Command', ''));
    const error = tracker.fault(tracker.calls.at(-1)!);
    if (error) throw error;
    return answers[name]!(command.input) ?? {};
  };
  // The paginator wants to know a client of its own kind.
  const client = <T>(prototype: object) => Object.assign(Object.create(prototype) as object, { send, config: {} }) as T;

  const tracker: FakeTracker = {
    aws: { s3: client<S3Client>(S3Client.prototype), sqs: client<SQSClient>({}) },
    clock: {
      now: () => now,
      async sleep(milliseconds, signal) {
        signal?.throwIfAborted();
        now += milliseconds;
        handle(PER_SLEEP);
      },
    },
    api: {
      status: async () => ({
        version: '1',
        skipped: 0,
        rejected: problems.size,
        broken: 0,
        unsettled: [],
        ...numbers,
        problems: [...problems.values()],
      }),
    },
    objects,
    calls: [],
    poison: new Set(),
    dead: () => queues[DEAD]!.map(({ body }) => body),
    fault: () => undefined,
    settle: () => handle(Infinity),
  };
  return tracker;
}
