import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import { findTracker, type Tracker } from './trackers.ts';
import { rulesToQueue } from './trigger.ts';

/** What can be seen of a tracker beside its API, by whoever may look at its stack, its queues and its bucket. */
export interface TrackerState {
  /** Messages that wait in the queue, those being handled included, and those that failed. Undefined where nobody may look. */
  queue?: { waiting: number; failed: number };
  /** Whether a rule of the bucket leads to the queue. The bucket may reach it otherwise too: by a topic, or by EventBridge. */
  trigger?: 'installed' | 'missing';
  /** Why something could not be seen. */
  reasons: string[];
}

/**
 * Needs cloudformation:DescribeStacks, sqs:GetQueueAttributes and s3:GetBucketNotification. What is refused is said in `reasons`,
 * and the rest is told.
 */
export async function readTrackerState(
  aws: Pick<Aws, 'cloudFormation' | 'sqs' | 's3'>,
  stack: string,
  signal?: AbortSignal,
): Promise<TrackerState> {
  const reasons: string[] = [];
  const seen = async <T>(looking: Promise<T>): Promise<T | undefined> => {
    try {
      return await looking;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (!reasons.includes(error.message)) reasons.push(error.message);
      return undefined;
    }
  };
  const tracker = await seen(findTracker(aws, stack, signal));
  if (!tracker) return { reasons };
  const [queue, trigger] = await Promise.all([seen(readQueues(aws, tracker, signal)), seen(findTrigger(aws, tracker, signal))]); // prettier-ignore
  return { ...(queue && { queue }), ...(trigger && { trigger }), reasons };
}

async function readQueues(
  aws: Pick<Aws, 'sqs'>,
  { outputs: { QueueUrl, DeadLetterQueueUrl } }: Tracker,
  signal: AbortSignal | undefined,
): Promise<TrackerState['queue']> {
  if (QueueUrl === undefined || DeadLetterQueueUrl === undefined) return undefined;
  const [waiting, failed] = await Promise.all([
    countMessages(aws, QueueUrl, signal),
    countMessages(aws, DeadLetterQueueUrl, signal),
  ]);
  return { waiting, failed };
}

/** Messages that lie in a queue or are being handled, about. */
export async function countMessages(
  { sqs }: Pick<Aws, 'sqs'>,
  queueUrl: string,
  signal?: AbortSignal,
): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] });
  const permission = { action: 'sqs:GetQueueAttributes', resource: `the queue ${queueUrl.split('/').at(-1)}` };
  const { Attributes = {} } = await ask(permission, sqs.send(command, { abortSignal: signal }));
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

async function findTrigger(
  aws: Pick<Aws, 's3'>,
  { outputs: { BucketName: bucket, QueueArn: queueArn } }: Tracker,
  signal: AbortSignal | undefined,
): Promise<TrackerState['trigger']> {
  if (bucket === undefined || queueArn === undefined) return undefined;
  return (await rulesToQueue(aws, { bucket, queueArn }, signal)).length > 0 ? 'installed' : 'missing';
}
