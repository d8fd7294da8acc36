import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import { CLOCK, type Clock } from './pace.ts';

/** A log file that the ingest function is to read. */
export interface AnnouncedFile {
  bucket: string;
  key: string;
  /** Bytes. */
  size: number;
}

/** A message waiting to be sent: its body, and what it is about. */
export interface Outgoing {
  body: string;
  /** Names it to the user where it cannot be sent. */
  name: string;
}

/** SQS takes so many at once, and so many bytes of them in all ("Amazon SQS message quotas"). */
const MOST_MESSAGES = 10;
const MOST_BYTES = 262_144;
/** Milliseconds to wait before what SQS did not take is sent again; after the last time it counts as refused. */
const WAITS = [200, 1000, 3000, 10_000];

/** A message like S3's own, of one file, so that a file which cannot be read holds up no other. `now`: milliseconds since 1970. */
export function messageOf({ bucket, key, size }: AnnouncedFile, now: number): Outgoing {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventTime: new Date(now).toISOString(),
    eventName: 'ObjectCreated:Put',
    // Keys are encoded as in a form.
    s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key).replaceAll('%20', '+'), size } },
  };
  return { body: JSON.stringify({ Records: [record] }), name: key };
}

/**
 * Sends messages to a queue, all of them or it throws: what SQS did not take of a batch is sent again. Needs sqs:SendMessage.
 * Some may have been sent before it throws; sent again, they change nothing.
 */
export async function sendMessages(
  aws: Pick<Aws, 'sqs'>,
  queueUrl: string,
  messages: readonly Outgoing[],
  signal?: AbortSignal,
  clock: Pick<Clock, 'sleep'> = CLOCK,
): Promise<void> {
  for (const batch of batchesOf(messages)) {
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt++) {
      const refused = await sendBatch(aws, queueUrl, left, signal);
      if (refused.length === 0) break;
      const wait = WAITS[attempt];
      if (wait === undefined)
        throw new UserError(`The queue does not take the message about ${refused[0]!.name} at the moment. Try again.`);
      await clock.sleep(wait, signal);
      left = refused;
    }
  }
}

async function sendBatch(
  { sqs }: Pick<Aws, 'sqs'>,
  queueUrl: string,
  batch: readonly Outgoing[],
  signal?: AbortSignal,
): Promise<Outgoing[]> {
  signal?.throwIfAborted();
  const Entries = batch.map(({ body }, at) => ({ Id: String(at), MessageBody: body }));
  const request = sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }), { abortSignal: signal });
  const permission = { action: 'sqs:SendMessage', resource: `the queue ${queueUrl.split('/').at(-1)}` };
  const { Failed = [] } = await ask(permission, request);
  const fault = Failed.find(({ SenderFault }) => SenderFault);
  if (fault)
    throw new UserError(
      `The queue refuses the message about ${batch[Number(fault.Id)]?.name}: ${fault.Message ?? fault.Code}`,
    );
  return Failed.flatMap(({ Id }) => batch[Number(Id)] ?? []);
}

function batchesOf(messages: readonly Outgoing[]): Outgoing[][] {
  const batches: Outgoing[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (bytes + size > MOST_BYTES || batches.at(-1)!.length === MOST_MESSAGES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(message);
    bytes += size;
  }
  return batches;
}
