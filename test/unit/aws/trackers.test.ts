import assert from 'node:assert/strict';
import { CloudFormationClient, type DescribeStacksOutput, type Stack } from '@aws-sdk/client-cloudformation';
import { findTracker, findTrackers } from '../../../backend/aws/trackers.ts';

const tags = [{ Key: 'cloudtrail-tracker', Value: 'any' }];
const stack = (name: string, StackStatus = 'CREATE_COMPLETE', Tags = tags) =>
  ({
    StackName: name,
    StackId: `arn:aws:cloudformation:eu-west-1:111122223333:stack/${name}/5f1e`,
    StackStatus,
    Tags,
    Parameters: [{ ParameterKey: 'Bucket', ParameterValue: 'trail-bucket' }],
    Outputs: [{ OutputKey: 'BucketName', OutputValue: 'trail-bucket' }],
  }) as Stack;

/** A client that gets these answers, one for each request, and what it was asked. */
function clientOf(answers: (DescribeStacksOutput | Error)[]) {
  const cloudFormation = new CloudFormationClient({ region: 'eu-west-1' });
  const asked: unknown[] = [];
  cloudFormation.send = ((command: { input: unknown }) => {
    asked.push({ ...(command.input as object) });
    const answer = answers.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }) as typeof cloudFormation.send;
  return { cloudFormation, asked };
}

function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });
}

describe('trackers', () => {
  it('are the tagged stacks of all pages, by name, without those that are gone', async () => {
    const { cloudFormation, asked } = clientOf([
      { Stacks: [stack('cloudtrail-tracker-test'), stack('website', undefined, [])], NextToken: 'more' },
      {
        Stacks: [
          stack('cloudtrail-tracker-dev', 'ROLLBACK_COMPLETE'),
          stack('cloudtrail-tracker-old', 'DELETE_COMPLETE'),
          stack('cloudtrail-tracker-foreign', 'CREATE_COMPLETE', []),
          stack('tagged-by-somebody'),
        ],
      },
    ]);
    const found = await findTrackers({ cloudFormation });
    assert.deepEqual(
      found.map(({ stage, status }) => [stage, status]),
      [
        ['dev', 'ROLLBACK_COMPLETE'],
        ['test', 'CREATE_COMPLETE'],
      ],
    );
    assert.deepEqual(asked, [{ NextToken: undefined }, { NextToken: 'more' }]);
  });

  it('say where they are, and what their stack has put out', async () => {
    const { cloudFormation } = clientOf([{ Stacks: [stack('cloudtrail-tracker-dev')] }]);
    assert.deepEqual(await findTracker({ cloudFormation }, 'cloudtrail-tracker-dev'), {
      stage: 'dev',
      stackName: 'cloudtrail-tracker-dev',
      stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/cloudtrail-tracker-dev/5f1e',
      status: 'CREATE_COMPLETE',
      account: '111122223333',
      region: 'eu-west-1',
      parameters: { Bucket: 'trail-bucket' },
      outputs: { BucketName: 'trail-bucket' },
    });
  });

  it('are none where there is none', async () => {
    const { cloudFormation } = clientOf([refusal('ValidationError', 'Stack with id x does not exist')]);
    assert.equal(await findTracker({ cloudFormation }, 'x'), undefined);
  });

  it('name what is missing to whoever may not look', async () => {
    const { cloudFormation } = clientOf([refusal('AccessDenied', 'no')]);
    await assert.rejects(findTrackers({ cloudFormation }), /may not do cloudformation:DescribeStacks/);
  });
});
