import { countMessages } from '../trackerState.ts';
import { broken, code, good, unknown, type Finding, type Subject } from './link.ts';

/** What waits and what has failed. Needs sqs:GetQueueAttributes on both queues. */
export async function checkQueues({ aws, tracker }: Subject, signal?: AbortSignal): Promise<Finding> {
  const { QueueUrl, DeadLetterQueueUrl } = tracker.outputs;
  if (QueueUrl === undefined || DeadLetterQueueUrl === undefined) return unknown('The stack names no queues.');
  const waiting = await countMessages(aws, QueueUrl, signal);
  const failed = await countMessages(aws, DeadLetterQueueUrl, signal);
  const text = `${messages(waiting)} waiting or being handled, ${failed} failed.`;
  if (failed === 0) return good(text);
  return broken(
    text,
    'The function’s log says why. When that is mended, Retry Failed Files sends them through once more.',
    logOf(tracker.stackName, tracker.region),
  );
}

/** The command that shows what the ingest function has logged. */
export function logOf(stackName: string, region: string): string {
  return code(`aws logs tail /aws/lambda/${stackName}-ingest --since 1h --region ${region}`);
}

function messages(count: number): string {
  return count === 1 ? '1 message is' : `${count} messages are`;
}
