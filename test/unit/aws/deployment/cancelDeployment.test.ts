import assert from 'node:assert/strict';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { cancelDeployment, undoable } from '../../../../backend/aws/deployment/deployTracker.ts';
import { awsError, fakeClient, refused, type FakeCall } from '../../../fixtures/fakeClient.ts';

const NAME = 'cloudtrail-tracker-dev';
const WHOLE = { ApiUrl: 'https://x' };

describe('a deployment that was given up', () => {
  let calls: FakeCall[];
  let waited: string[];
  beforeEach(() => {
    calls = [];
    waited = [];
  });

  /** `states`: of the stack, one time after the other, and then always the last. None: there is no stack. */
  function cancel(states: readonly string[], outputs: Record<string, string> = {}, signal?: AbortSignal) {
    const left = [...states];
    const missing = Object.assign(awsError('ValidationError', 400), { message: 'Stack with id x does not exist' });
    const DescribeStacks = () => ({
      Stacks: [
        {
          StackId: NAME,
          StackStatus: left.length > 1 ? left.shift() : left[0],
          Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
        },
      ],
    });
    const answers = {
      DescribeStacks: states.length === 0 ? refused(missing) : DescribeStacks,
      CancelUpdateStack: () => ({}),
      ListStackResources: () => ({}),
      DeleteStack: () => ({}),
    };
    const aws = { cloudFormation: fakeClient(CloudFormationClient, answers, calls), s3: fakeClient(S3Client, {}) };
    return cancelDeployment(aws, NAME, { interval: 1, onProgress: (status) => waited.push(status) }, signal);
  }
  const done = () => calls.map(({ command }) => command).filter((command) => /^(Cancel|Delete)/.test(command));

  it('has nothing to undo before anything was created, and after all was', async () => {
    assert.equal(await cancel([]), undefined);
    assert.equal(await cancel(['UPDATE_COMPLETE'], WHOLE), undefined);
    assert.deepEqual(done(), []);
    const stack = (status: string, outputs: Record<string, string>) => ({ id: NAME, status, parameters: {}, outputs });
    assert.equal(undoable(undefined), undefined);
    assert.equal(undoable(stack('UPDATE_COMPLETE', WHOLE)), undefined);
    assert.equal(undoable(stack('UPDATE_IN_PROGRESS', WHOLE)), 'update');
    assert.equal(undoable(stack('CREATE_COMPLETE', {})), 'creation');
  });

  it('is deleted as soon as CloudFormation no longer updates it, which is told', async () => {
    const states = ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'];
    assert.equal(await cancel(states), 'creation');
    assert.deepEqual(done(), ['CancelUpdateStack', 'DeleteStack']);
    assert.deepEqual(waited, ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS']);
  });

  it('only goes back where it was an update', async () => {
    assert.equal(await cancel(['UPDATE_IN_PROGRESS'], WHOLE), 'update');
    assert.deepEqual(done(), ['CancelUpdateStack']);
  });

  it('is not waited for any longer than the user wants', async () => {
    await assert.rejects(cancel(['UPDATE_IN_PROGRESS'], {}, AbortSignal.timeout(20)), { name: 'AbortError' });
    assert.deepEqual(done(), ['CancelUpdateStack']);
  });
});
