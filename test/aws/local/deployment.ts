import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutBucketNotificationConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { runProgram } from '../../../scripts/runProgram.ts';
import type { LocalAws } from './localAws.ts';
import { poll } from './poll.ts';

/** The outputs of the tracker's stack that the tests use. */
type OutputName =
  | 'ApiUrl'
  | 'TableName'
  | 'QueueUrl'
  | 'QueueArn'
  | 'DeadLetterQueueUrl'
  | 'BucketName'
  | 'UploadBucket'
  | 'ReaderPolicyArn'
  | 'OwnViewPolicyArn';

export interface Deployment {
  outputs: Record<OutputName, string>;
  /** Where the REST API is served. */
  url: string;
  /** Has the bucket announce its new objects to the queue. */
  setTrigger(): Promise<void>;
  putLogFile(key: string, bytes: Uint8Array): Promise<void>;
  /** Sends messages with these bodies to the queue. */
  send(bodies: string[]): Promise<void>;
  /** Waits until no message is waiting or being handled. */
  waitUntilIdle(): Promise<void>;
  /** How many messages lie in the dead-letter queue. */
  deadLetters(): Promise<number>;
  /** Those of them that nobody has received and may still handle. */
  deadLettersThatShow(): Promise<number>;
  remove(): Promise<void>;
}

/** Deploys the tracker as `npm run deploy` does. */
export async function deploy(aws: LocalAws, stage: string, parameters: Record<string, string>): Promise<Deployment> {
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  await runProgram(process.execPath, ['scripts/deploy.ts', '--stage', stage, ...flags], { env: aws.environment });
  const { Stacks } = await aws.cloudFormation.send(
    new DescribeStacksCommand({ StackName: `cloudtrail-tracker-${stage}` }),
  );
  const outputs = Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  ) as Record<OutputName, string>;
  const [apiId = ''] = new URL(outputs.ApiUrl).hostname.split('.');

  async function levelOf(queueUrl: string): Promise<{ shown: number; hidden: number }> {
    const { Attributes = {} } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
    );
    return {
      shown: Number(Attributes['ApproximateNumberOfMessages']),
      hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
    };
  }

  async function count(queueUrl: string): Promise<number> {
    const { shown, hidden } = await levelOf(queueUrl);
    return shown + hidden;
  }

  return {
    outputs,
    url: aws.apiUrl(apiId, stage),
    async setTrigger() {
      await aws.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: outputs.BucketName,
          NotificationConfiguration: {
            QueueConfigurations: [{ QueueArn: outputs.QueueArn, Events: ['s3:ObjectCreated:*'] }],
          },
        }),
      );
    },
    async putLogFile(key, bytes) {
      await aws.s3.send(new PutObjectCommand({ Bucket: outputs.BucketName, Key: key, Body: bytes }));
    },
    async send(bodies) {
      for (let begin = 0; begin < bodies.length; begin += 10) {
        const Entries = bodies.slice(begin, begin + 10).map((MessageBody, at) => ({ Id: String(at), MessageBody }));
        await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: outputs.QueueUrl, Entries }));
      }
    },
    waitUntilIdle: () => poll('the queue is empty', async () => (await count(outputs.QueueUrl)) === 0, 60_000),
    deadLetters: () => count(outputs.DeadLetterQueueUrl),
    deadLettersThatShow: async () => (await levelOf(outputs.DeadLetterQueueUrl)).shown,
    async remove() {
      await runProgram(process.execPath, ['scripts/remove.ts', '--stage', stage], { env: aws.environment });
    },
  };
}
