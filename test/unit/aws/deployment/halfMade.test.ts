import assert from 'node:assert/strict';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { followStack } from '../../../../backend/aws/deployment/followStack.ts';
import type { PackagedTracker } from '../../../../backend/aws/deployment/packagedTracker.ts';
import { conditionOf, isAbandoned, planDeployment } from '../../../../backend/aws/deployment/planDeployment.ts';
import type { Stack } from '../../../../backend/aws/stack.ts';
import { awsError, fakeClient, refused, type FakeAnswers } from '../../../fixtures/fakeClient.ts';

const ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/cloudtrail-tracker-dev/1';
const BUCKET_ONLY = { ServerlessDeploymentBucketName: 'code' };
const WHOLE = { ...BUCKET_ONLY, ApiUrl: 'https://x' };
const PACKAGED: PackagedTracker = { stage: 'dev', template: '{}', createTemplate: '{}', parameters: {}, code: [] };

const stackOf = (status: string, outputs: Record<string, string>): Stack => ({
  id: ID,
  status,
  parameters: {},
  outputs,
});
const described = ({ id, status, outputs }: Stack) => ({
  Stacks: [
    {
      StackId: id,
      StackStatus: status,
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  ],
});
const aws = (answers: FakeAnswers) => ({
  cloudFormation: fakeClient(CloudFormationClient, {
    ListStackResources: () => ({}),
    CreateChangeSet: () => ({}),
    DescribeChangeSet: () => ({ Status: 'CREATE_COMPLETE' }),
    DeleteChangeSet: () => ({}),
    ...answers,
  }),
  dynamo: fakeClient(DynamoDBClient, { DescribeTable: refused(awsError('ResourceNotFoundException', 400)) }),
});

describe('a stack that a creation has left half-made', () => {
  for (const [status, outputs, isNew] of [
    ['CREATE_COMPLETE', BUCKET_ONLY, true],
    ['UPDATE_ROLLBACK_COMPLETE', BUCKET_ONLY, true],
    ['UPDATE_ROLLBACK_COMPLETE', WHOLE, false],
    ['UPDATE_COMPLETE', WHOLE, false],
  ] as const)
    it(`is ${isNew ? 'no tracker yet' : 'not meant'}: ${status} with ${Object.keys(outputs).join(', ')}`, async () => {
      const stack = stackOf(status, outputs);
      const plan = await planDeployment(aws({ DescribeStacks: () => described(stack) }), {
        packaged: PACKAGED,
        parameters: {},
        interval: 1,
      });
      assert.deepEqual([plan.isNew, plan.stack], [isNew, stack]);
      assert.equal(conditionOf(stack), 'ready');
      assert.equal(isAbandoned(stack), isNew);
    });

  it('may be deleted where CloudFormation says so too', () => {
    for (const status of ['CREATE_FAILED', 'ROLLBACK_COMPLETE']) assert.ok(isAbandoned(stackOf(status, {})));
    assert.ok(!isAbandoned(stackOf('UPDATE_IN_PROGRESS', BUCKET_ONLY)));
  });

  it('is told from a tracker that is as it was before', async () => {
    const follow = (outputs: Record<string, string>) =>
      followStack(
        aws({
          DescribeStacks: () => described(stackOf('UPDATE_ROLLBACK_COMPLETE', outputs)),
          DescribeStackEvents: () => ({ StackEvents: [] }),
        }),
        stackOf('UPDATE_IN_PROGRESS', outputs),
        { since: undefined, onProgress: () => {}, interval: 1 },
      );
    await assert.rejects(follow(BUCKET_ONLY), /There is no tracker yet.*deploy again: it goes on from there/);
    await assert.rejects(follow(WHOLE), /The tracker is as it was before/);
  });
});
