import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';

/** Messages of a queue. SQS counts them approximately, some seconds late. */
export interface QueueLevel {
  /** Those that wait for somebody to receive them. */
  waiting: number;
  /** Those that were received and are being handled, or that failed and wait to be tried again. */
  underWay: number;
}

/** Needs sqs:GetQueueAttributes. */
export async function readLevel(
  { sqs }: Pick<Aws, 'sqs'>,
  queueUrl: string,
  signal?: AbortSignal,
): Promise<QueueLevel> {
  const [waiting, underWay, delayed] = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: [waiting, underWay, delayed],
  });
  const permission = { action: 'sqs:GetQueueAttributes', resource: `the queue ${queueUrl.split('/').at(-1)}` };
  const { Attributes = {} } = await ask(permission, sqs.send(command, { abortSignal: signal }));
  const count = (name: keyof typeof Attributes) => Number(Attributes[name] ?? 0);
  return { waiting: count(waiting) + count(delayed), underWay: count(underWay) };
}
