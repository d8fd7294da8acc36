import { ChangeMessageVisibilityBatchCommand, ReceiveMessageCommand, type Message } from '@aws-sdk/client-sqs';
import { UserError } from '../core/userError.ts';
import { objectsIn } from '../lambda/objectsIn.ts';
import { ask, type Permission } from './awsErrors.ts';
import type { Aws } from './openAws.ts';

/** A message that was given up. */
export interface FailedMessage {
  id: string;
  body: string;
  /** Proves that it was received: what deletes it. */
  receipt: string;
  /** Milliseconds since 1970: when it was sent to the queue that gave it up. */
  sent: number;
  /** The log files that it tells of; none where it is no notification. */
  keys: string[];
}

/** Seconds for which nobody else gets what was received. */
const HIDDEN = 60;
const MOST = 10;

/** Up to ten messages of a queue; none where there are none at the moment. Needs sqs:ReceiveMessage. */
export async function receive({ sqs }: Pick<Aws, 'sqs'>, queueUrl: string): Promise<FailedMessage[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: MOST,
    VisibilityTimeout: HIDDEN,
    // Without waiting, SQS asks only some of its servers, and may answer nothing although there is something.
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  const { Messages = [] } = await ask(onQueue('sqs:ReceiveMessage', queueUrl), sqs.send(command));
  return Messages.map(messageIn);
}

/** Gives messages back to those who receive from the queue. Needs sqs:ChangeMessageVisibility. */
export async function release(
  { sqs }: Pick<Aws, 'sqs'>,
  queueUrl: string,
  messages: readonly FailedMessage[],
): Promise<void> {
  for (let begin = 0; begin < messages.length; begin += MOST) {
    const Entries = messages
      .slice(begin, begin + MOST)
      .map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt, VisibilityTimeout: 0 }));
    // Which of them it did not take does not matter: they come back by themselves, in a minute.
    await ask(
      onQueue('sqs:ChangeMessageVisibility', queueUrl),
      sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries })),
    );
  }
}

export function onQueue(action: string, queueUrl: string): Permission {
  return { action, resource: `the queue ${queueUrl.split('/').at(-1)}` };
}

function messageIn({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }: Message): FailedMessage {
  return {
    id: MessageId,
    body: Body,
    receipt: ReceiptHandle,
    sent: Number(Attributes?.SentTimestamp ?? 0),
    keys: keysIn(Body),
  };
}

function keysIn(body: string): string[] {
  try {
    return objectsIn(body).map(({ key }) => key);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
