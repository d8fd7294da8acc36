import assert from 'node:assert/strict';
import { firstFailure, type FailedEvent } from '../../../backend/aws/firstFailure.ts';

const event = (LogicalResourceId: string, ResourceStatus: string, ResourceStatusReason?: string): FailedEvent => ({
  LogicalResourceId,
  ResourceType: `AWS::Test::${LogicalResourceId}`,
  ResourceStatus,
  ResourceStatusReason,
});

describe('firstFailure', () => {
  it('names what failed first, with its reason and what to do', () => {
    const events = [
      event('Stack', 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [Role, Queue].'),
      event('Queue', 'CREATE_FAILED', 'Resource creation cancelled'),
      event('Role', 'CREATE_FAILED', 'User: arn:… is not authorized to perform: iam:CreateRole on resource: role x'),
      event('Queue', 'CREATE_IN_PROGRESS'),
    ];
    assert.deepEqual(firstFailure(events)?.split('\n'), [
      'Role (AWS::Test::Role) failed:',
      '  User: arn:… is not authorized to perform: iam:CreateRole on resource: role x',
      'Ask for that permission, or for somebody who has it.',
    ]);
  });

  const advice: [status: string, reason: string, advice: RegExp][] = [
    ['DELETE_FAILED', 'Cannot delete a policy attached to entities. (Service: Iam)', /\nDetach the reader policies/],
    ['CREATE_FAILED', 'cloudtrail-tracker-dev-query already exists in stack arn:…', /\nSomething of that name is left/],
    ['CREATE_FAILED', 'Limit Exceeded for functions', /\nThe account has reached a quota/],
    ['UPDATE_FAILED', 'The sky fell.', /The sky fell\.$/],
  ];
  for (const [status, reason, expected] of advice)
    it(`knows what to do: ${reason}`, () => assert.match(firstFailure([event('It', status, reason)])!, expected));

  it('has nothing to say where nothing failed', () => {
    assert.equal(firstFailure([event('Stack', 'UPDATE_COMPLETE'), event('Role', 'CREATE_COMPLETE')]), undefined);
  });
});
