import { DeleteMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { FileReason } from '../core/eventStore.ts';
import type { TrackerApi } from '../core/trackerApi.ts';
import { sendMessages } from './announce.ts';
import { ask } from './awsErrors.ts';
import { failingIn, followQueue, type FollowProgress } from './followQueue.ts';
import { onQueue, receive, release, type FailedMessage } from './failedMessages.ts';
import type { Aws } from './openAws.ts';
import { CLOCK, type Clock } from './pace.ts';
import { readLevel } from './queueLevel.ts';

export interface FailedFiles {
  /** Messages in the dead-letter queue, about. */
  messages: number;
  /** The files that they tell of, as far as they were looked at, with the reasons that the tracker knows. */
  files: FileReason[];
  /** Whether there are more than were looked at. */
  isPartial: boolean;
}

export interface RetryOptions {
  queueUrl: string;
  deadLetterUrl: string;
  api: Pick<TrackerApi, 'status'>;
  onMoved?: (messages: number) => void;
  onFollow?: (progress: FollowProgress) => void;
  signal?: AbortSignal;
  clock?: Clock;
}

export interface RetrySummary {
  /** Messages that were sent again. */
  moved: number;
  settled: string[];
  /** What failed again, or is still tried. */
  failed: FileReason[];
}

/** So many messages are looked at before they are moved. */
const MOST_SHOWN = 200;

/** What lies in the dead-letter queue. It stays there. Needs sqs:GetQueueAttributes, sqs:ReceiveMessage and sqs:ChangeMessageVisibility. */
export async function readFailed(
  aws: Pick<Aws, 'sqs'>,
  { deadLetterUrl, api, signal }: Pick<RetryOptions, 'deadLetterUrl' | 'api' | 'signal'>,
): Promise<FailedFiles> {
  const { waiting, underWay } = await readLevel(aws, deadLetterUrl, signal);
  const seen = new Map<string, FailedMessage>();
  try {
    while (seen.size < MOST_SHOWN) {
      // Not to be broken off, as below.
      const messages = await receive(aws, deadLetterUrl);
      if (messages.length === 0) break;
      for (const message of messages) seen.set(message.id, message);
      signal?.throwIfAborted();
    }
  } finally {
    await release(aws, deadLetterUrl, [...seen.values()]);
  }
  const status = await api.status({}, signal);
  const reasons = new Map(failingIn(status, () => true).map((each) => [each.name, each]));
  const names = new Set([...seen.values()].flatMap(({ keys }) => keys));
  const files = [...names]
    .sort()
    .map((name): FileReason => reasons.get(name) ?? { name, state: 'unsettled', reason: '' });
  const messages = Math.max(waiting + underWay, seen.size);
  return { messages, files, isPartial: messages > seen.size };
}

/**
 * Sends the messages of the dead-letter queue to the queue once more, and follows until they are settled or have failed again. Each
 * is deleted after it was sent, so that a kill in the middle loses none and may double one, which changes nothing. (SQS can move
 * messages itself, but not say which files they were, nor leave those that come back meanwhile.) Needs sqs:ReceiveMessage,
 * sqs:DeleteMessage and sqs:ChangeMessageVisibility on the dead-letter queue, sqs:SendMessage and sqs:GetQueueAttributes on the queue,
 * and execute-api:Invoke.
 */
export async function retryFailed(aws: Pick<Aws, 'sqs'>, options: RetryOptions): Promise<RetrySummary> {
  const { queueUrl, deadLetterUrl, api, onMoved, onFollow, signal, clock = CLOCK } = options;
  const before = await api.status({}, signal);
  const begin = clock.now();
  const keys = new Set<string>();
  let moved = 0;
  for (;;) {
    // Not to be broken off: what SQS has handed out to nobody would be hidden for a minute.
    const messages = await receive(aws, deadLetterUrl);
    // What was sent since has been tried again already, and came back.
    const old = messages.filter(({ sent }) => sent < begin);
    try {
      signal?.throwIfAborted();
      await sendMessages(aws, queueUrl, old.map(({ body, keys }) => ({ body, name: keys[0] ?? 'nothing' })), signal, clock); // prettier-ignore
      await remove(aws, deadLetterUrl, old);
    } catch (error) {
      // Where that fails too, they come back by themselves in a minute; what went wrong first is what matters.
      await release(aws, deadLetterUrl, messages).catch(() => undefined);
      throw error;
    }
    for (const key of old.flatMap((message) => message.keys)) keys.add(key);
    moved += old.length;
    onMoved?.(moved);
    await release(aws, deadLetterUrl, messages.filter(({ sent }) => sent >= begin)); // prettier-ignore
    if (old.length === 0) break;
  }
  const isOurs = (name: string) => keys.has(name);
  // Those that are settled now were counted as failing before: no number tells how many they are.
  const after = await followQueue(aws, { queueUrl, api, before, announced: Infinity, isOurs, onProgress: onFollow, signal, clock }); // prettier-ignore
  const failed = failingIn(after, isOurs);
  const names = new Set(failed.map(({ name }) => name));
  return { moved, settled: [...keys].filter((key) => !names.has(key)).sort(), failed };
}

/** After it was sent again: not to be broken off. */
async function remove({ sqs }: Pick<Aws, 'sqs'>, queueUrl: string, messages: readonly FailedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
  await ask(
    onQueue('sqs:DeleteMessage', queueUrl),
    sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })),
  );
}
