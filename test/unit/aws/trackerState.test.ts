import assert from 'node:assert/strict';
import type { Aws } from '../../../backend/aws/openAws.ts';
import { readTrackerState } from '../../../backend/aws/trackerState.ts';

type Answers = Record<string, unknown>;

const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:queue';
const outputs = { QueueUrl: 'https://sqs/1/queue', DeadLetterQueueUrl: 'https://sqs/1/dead', QueueArn: queueArn, BucketName: 'trail' }; // prettier-ignore
const good: Answers = {
  DescribeStacksCommand: {
    Stacks: [
      {
        StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/cloudtrail-tracker-dev/1',
        StackStatus: 'CREATE_COMPLETE',
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  },
  'https://sqs/1/queue': {
    Attributes: { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesNotVisible: '2' },
  },
  'https://sqs/1/dead': {
    Attributes: { ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '0' },
  },
  GetBucketNotificationConfigurationCommand: {
    QueueConfigurations: [{ Id: 'a', QueueArn: queueArn, Events: ['s3:ObjectCreated:*'] }],
  },
};

const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });

function awsThatAnswers(answers: Answers): Pick<Aws, 'cloudFormation' | 'sqs' | 's3'> {
  const client = {
    send(command: { input: { QueueUrl?: string } }) {
      const answer = answers[command.input.QueueUrl ?? command.constructor.name];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { cloudFormation: client, sqs: client, s3: client } as unknown as Aws;
}

describe('readTrackerState', () => {
  const read = (changes: Answers = {}) =>
    readTrackerState(awsThatAnswers({ ...good, ...changes }), 'cloudtrail-tracker-dev');

  it('counts what waits, being handled included, and what failed', async () => {
    assert.deepEqual(await read(), { queue: { waiting: 5, failed: 1 }, trigger: 'installed', reasons: [] });
  });

  it('sees that no rule of the bucket leads to the queue', async () => {
    const other = { QueueConfigurations: [{ QueueArn: `${queueArn}-of-others`, Events: ['s3:ObjectCreated:*'] }] };
    assert.equal((await read({ GetBucketNotificationConfigurationCommand: other })).trigger, 'missing');
  });

  it('tells what it may not see, and the rest', async () => {
    const { queue, trigger, reasons } = await read({ 'https://sqs/1/dead': denied });
    assert.deepEqual([queue, trigger], [undefined, 'installed']);
    assert.match(reasons.join('\n'), /^This identity may not do sqs:GetQueueAttributes on the queue dead\./);
  });

  it('tells that not even the stack may be looked at', async () => {
    const { reasons, ...seen } = await read({ DescribeStacksCommand: denied });
    assert.deepEqual(seen, {});
    assert.match(reasons.join('\n'), /cloudformation:DescribeStacks on the stack cloudtrail-tracker-dev/);
  });

  it('lets a fault of ours pass', async () => {
    await assert.rejects(read({ GetBucketNotificationConfigurationCommand: new TypeError('bug') }), TypeError);
  });
});
