import assert from 'node:assert/strict';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { readChanges } from '../../../../backend/aws/deployment/changeSet.ts';

type Answer = (input: Record<string, unknown>) => object;

/** A CloudFormation that answers from a table of requests, and writes down which were made. */
function fake(answers: Record<string, Answer>): { cloudFormation: CloudFormationClient; asked: string[] } {
  const asked: string[] = [];
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push(name);
    return Promise.resolve().then(() => answers[name]?.(command.input) ?? {});
  };
  return { cloudFormation: { send } as unknown as CloudFormationClient, asked };
}

const missing = () => {
  throw Object.assign(new Error('Stack with id x does not exist'), { name: 'ValidationError' });
};
const options = { stackName: 'x', template: '{}', parameters: [], tags: [], interval: 1 };

describe('a change set that is only looked at', () => {
  it('tells the changes of all pages, and is deleted', async () => {
    const change = (Action: string, name: string, Replacement?: string) => ({
      ResourceChange: { Action, LogicalResourceId: name, ResourceType: 'AWS::SQS::Queue', Replacement },
    });
    const { cloudFormation, asked } = fake({
      DescribeChangeSet: ({ NextToken }) =>
        NextToken === undefined
          ? { Status: 'CREATE_COMPLETE', Changes: [change('Modify', 'A', 'True')], NextToken: '2' }
          : { Status: 'CREATE_COMPLETE', Changes: [change('Modify', 'B', 'False'), change('Add', 'C')] },
    });
    const changes = await readChanges({ cloudFormation }, { ...options, isNew: false });
    assert.deepEqual(
      changes.map(({ action, name, replaced }) => [action, name, replaced]),
      [
        ['Modify', 'A', true],
        ['Modify', 'B', false],
        ['Add', 'C', false],
      ],
    );
    assert.equal(asked.at(-1), 'DeleteChangeSet');
  });

  it('may say that nothing changes, which is an answer', async () => {
    const { cloudFormation } = fake({
      DescribeChangeSet: () => ({
        Status: 'FAILED',
        StatusReason: "The submitted information didn't contain changes.",
      }),
    });
    assert.deepEqual(await readChanges({ cloudFormation }, { ...options, isNew: false }), []);
  });

  it('says why CloudFormation refuses a template, and leaves no stack in review', async () => {
    const { cloudFormation, asked } = fake({
      DescribeChangeSet: () => ({ Status: 'FAILED', StatusReason: 'Parameter Bucket failed to satisfy constraint' }),
      DescribeStacks: missing,
    });
    await assert.rejects(readChanges({ cloudFormation }, { ...options, isNew: true }), {
      name: 'UserError',
      message: /refuses the deployment: Parameter Bucket/,
    });
    assert.deepEqual(asked.slice(-3), ['DeleteChangeSet', 'DeleteStack', 'DescribeStacks']);
  });

  it('is deleted even where the user gives up while it is being made, when it is made', async () => {
    const controller = new AbortController();
    const statuses = ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE'];
    const { cloudFormation, asked } = fake({
      DescribeChangeSet: () => {
        controller.abort();
        return { Status: statuses.shift() };
      },
    });
    const looking = readChanges({ cloudFormation }, { ...options, isNew: false }, controller.signal);
    await assert.rejects(looking, { name: 'AbortError' });
    assert.deepEqual(statuses, []);
    assert.equal(asked.at(-1), 'DeleteChangeSet');
  });
});
