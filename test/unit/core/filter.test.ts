import assert from 'node:assert/strict';
import { eventOf } from '../../../backend/core/eventOf.ts';
import { both, isCountedFilter, matches, type EventFilter } from '../../../backend/core/filter.ts';

const EVENT = eventOf(
  {
    eventTime: '2024-05-01T09:10:11Z',
    eventName: 'CreateFunction20150331',
    eventSource: 'lambda.amazonaws.com',
    awsRegion: 'eu-west-1',
    userIdentity: { type: 'IAMUser', userName: 'ana', accountId: '111122223333' },
    errorCode: 'AccessDenied',
    readOnly: false,
    requestParameters: { functionName: 'f', runtime: 'nodejs24.x' },
    resources: [{ ARN: 'arn:aws:lambda:eu-west-1:111122223333:function:f' }],
  },
  'f',
  0,
);

const TABLE: [filter: EventFilter, matches: boolean][] = [
  [{}, true],
  [{ user: { in: ['ana', 'ben'] } }, true],
  [{ user: { in: ['Ana'] } }, false],
  [{ user: { not: ['ana'] } }, false],
  [{ user: { in: [] } }, false],
  [{ service: { in: ['lambda'] }, region: { in: ['eu-west-1'] } }, true],
  [{ service: { in: ['lambda'] }, region: { in: ['us-east-1'] } }, false],
  [{ eventName: { prefix: 'CreateFunction' } }, true],
  [{ eventName: { prefix: ['Delete', 'Create'] } }, true],
  [{ eventName: { prefix: 'createFunction' } }, false],
  [{ eventName: { in: ['RunInstances'], prefix: 'Create' } }, true],
  [{ eventName: { prefix: 'Create', not: ['CreateFunction20150331'] } }, false],
  [{ outcome: { in: ['denied'] }, readOnly: { in: ['false'] } }, true],
  [{ requestParameters_runtime: { prefix: 'nodejs' } }, true],
  [{ requestParameters_instanceType: { in: ['t3.micro'] } }, false],
  [{ requestParameters_instanceType: { not: ['t3.micro'] } }, true],
  [{ resources: { in: ['f'] } }, true],
  [{ resources: { prefix: 'arn:aws:lambda' } }, true],
  [{ resources: { not: ['f'] } }, false],
];

describe('matches', () => {
  for (const [filter, expected] of TABLE) {
    it(`${JSON.stringify(filter)} ${expected ? 'matches' : 'does not match'}`, () =>
      assert.equal(matches(EVENT, filter), expected));
  }
});

describe('both', () => {
  it('matches exactly what both filters match', () => {
    const single = TABLE.filter(([filter]) => !('resources' in filter));
    for (const [a, x] of single)
      for (const [b, y] of single) assert.equal(matches(EVENT, both(a, b)), x && y, JSON.stringify([a, b]));
  });
});

describe('isCountedFilter', () => {
  it('tells what the counters can answer', () => {
    assert.equal(isCountedFilter({ user: { in: ['x'] }, errorCode: { not: [''] } }), true);
    assert.equal(isCountedFilter({ user: { in: ['x'] }, session: { in: ['s'] } }), false);
  });
});
