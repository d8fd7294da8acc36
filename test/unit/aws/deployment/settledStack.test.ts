import assert from 'node:assert/strict';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settledStack } from '../../../../backend/aws/deployment/settledStack.ts';
import { awsError, fakeClient, refused } from '../../../fixtures/fakeClient.ts';

const ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/cloudtrail-tracker-dev/1';

describe('a stack with which something is under way', () => {
  const told: string[] = [];
  beforeEach(() => told.splice(0));

  /** `states`: what CloudFormation says one time after the other, and then always the last of them. */
  function settled(states: readonly string[], events: () => unknown = () => ({ StackEvents: [EVENT] })) {
    const left = [...states];
    const cloudFormation = fakeClient(CloudFormationClient, {
      DescribeStacks: () => ({ Stacks: [{ StackId: ID, StackStatus: left.length > 1 ? left.shift() : left[0] }] }),
      DescribeStackEvents: events,
    });
    const onProgress = ({ resource, status }: { resource: string; status: string }) =>
      told.push(`${resource} ${status}`);
    return (signal?: AbortSignal) =>
      settledStack({ cloudFormation }, 'cloudtrail-tracker-dev', { onProgress, interval: 1 }, signal);
  }
  const EVENT = {
    EventId: '1',
    LogicalResourceId: 'IngestQueue',
    ResourceType: 'AWS::SQS::Queue',
    ResourceStatus: 'CREATE_FAILED',
    ResourceStatusReason: 'limit exceeded',
    PhysicalResourceId: 'queue',
  };

  it('is waited for, and what happens to it is told', async () => {
    const { stack, failure } = await settled(['UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'])();
    assert.deepEqual([stack?.status, failure], ['UPDATE_COMPLETE', undefined]);
    assert.ok(told.includes('IngestQueue CREATE_FAILED'));
  });

  it('is not there any more when it was being deleted', async () => {
    assert.deepEqual(await settled(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'])(), { stack: undefined });
  });

  it('comes with the reason where it fails', async () => {
    const { stack, failure } = await settled(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'])();
    assert.equal(stack?.status, 'ROLLBACK_COMPLETE');
    assert.match(failure?.message ?? '', /IngestQueue \(AWS::SQS::Queue\) failed:\s+limit exceeded/);
  });

  it('is left alone where nothing is under way', async () => {
    assert.equal((await settled(['CREATE_COMPLETE'])()).stack?.status, 'CREATE_COMPLETE');
    assert.deepEqual(told, []);
  });

  it('is not waited for any longer than the user wants, nor where it may not be looked at', async () => {
    await assert.rejects(settled(['UPDATE_IN_PROGRESS'])(AbortSignal.timeout(20)), { name: 'AbortError' });
    const denied = settled(['UPDATE_IN_PROGRESS'], refused(awsError('AccessDenied', 403)));
    await assert.rejects(denied(), /cloudformation:DescribeStackEvents/);
  });
});
