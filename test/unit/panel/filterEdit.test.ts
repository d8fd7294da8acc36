import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { groupsOf, only, partsOf, toggle, without, type FilterPart } from '../../../backend/core/filterEdit.ts';
import { cardFilter } from '../../../media/panel/overview.ts';
import type { RankedField } from '../../../media/panel/rankings.ts';
import { choosesUser, toggleUser } from '../../../media/panel/userFilter.ts';

const S3: FilterPart = { field: 'service', test: 'is', value: 's3' };
const EC2: FilterPart = { field: 'service', test: 'is', value: 'ec2' };
const CREATE: FilterPart = { field: 'eventName', test: 'startsWith', value: 'Create' };

describe('the values of a filter', () => {
  it('are grouped by field and by how they are meant', () => {
    assert.deepEqual(groupsOf({ eventName: { in: ['A', 'B'], prefix: 'C' }, user: { not: ['x'] } }), [
      { field: 'eventName', test: 'is', values: ['A', 'B'] },
      { field: 'eventName', test: 'startsWith', values: ['C'] },
      { field: 'user', test: 'not', values: ['x'] },
    ]);
  });
});

describe('editing a filter', () => {
  const cases: [string, EventFilter, EventFilter][] = [
    ['toggle adds a value', toggle({}, S3), { service: { in: ['s3'] } }],
    ['toggle adds a second value', toggle({ service: { in: ['s3'] } }, EC2), { service: { in: ['s3', 'ec2'] } }],
    ['toggle takes a value back', toggle({ service: { in: ['s3', 'ec2'] } }, S3), { service: { in: ['ec2'] } }],
    ['the last value takes the field along', toggle({ service: { in: ['s3'] } }, S3), {}],
    [
      'several are added where one is missing',
      toggle({ service: { in: ['s3'] } }, S3, EC2),
      { service: { in: ['s3', 'ec2'] } },
    ],
    ['several are taken back where all are there', toggle({ service: { in: ['s3', 'ec2'] } }, S3, EC2), {}],
    ['a prefix', toggle({}, CREATE), { eventName: { prefix: ['Create'] } }],
    [
      'a single prefix and an exclusion stay',
      toggle({ eventName: { prefix: 'Run', not: ['RunTask'] } }, CREATE),
      { eventName: { prefix: ['Run', 'Create'], not: ['RunTask'] } },
    ],
    [
      'without one value',
      without(
        { eventName: { prefix: 'Run', not: ['RunTask'] } },
        { field: 'eventName', test: 'not', value: 'RunTask' },
      ),
      { eventName: { prefix: ['Run'] } },
    ],
    [
      'only replaces all of the field',
      only({ service: { in: ['ec2'], not: ['kms'] }, user: { in: ['ana'] } }, S3),
      { user: { in: ['ana'] }, service: { in: ['s3'] } },
    ],
  ];
  for (const [name, actual, expected] of cases) it(name, () => assert.deepEqual(actual, expected));

  it('lists what it holds', () => {
    const filter: EventFilter = { user: { in: ['ana'] }, eventName: { prefix: 'Run', not: ['RunTask'] } };
    assert.deepEqual(
      partsOf(filter).map(({ field, test, value }) => `${field} ${test} ${value}`),
      ['user is ana', 'eventName startsWith Run', 'eventName not RunTask'],
    );
  });
});

describe('choosing a user', () => {
  const user = (name: string, home: string, namesakes?: number): ActivityRow => ({
    user: name,
    home,
    kind: 'iamUser',
    count: 1,
    errors: 0,
    denied: 0,
    first: '',
    last: '',
    ...(namesakes === undefined ? {} : { namesakes }),
  });
  const cases: [string, EventFilter, ActivityRow, EventFilter][] = [
    ['by name', {}, user('ana', '1'), { user: { in: ['ana'] } }],
    ['by name and home among namesakes', {}, user('root', '1', 1), { user: { in: ['root'] }, home: { in: ['1'] } }],
    [
      'a second one, where homes are chosen already',
      { user: { in: ['root'] }, home: { in: ['1'] } },
      user('ana', '2'),
      { user: { in: ['root', 'ana'] }, home: { in: ['1', '2'] } },
    ],
    [
      'a namesake of one chosen by home',
      { user: { in: ['root'] }, home: { in: ['1'] } },
      user('root', '2', 1),
      { user: { in: ['root'] }, home: { in: ['1', '2'] } },
    ],
    ['no longer', { user: { in: ['root'] }, home: { in: ['1'] } }, user('root', '1', 1), {}],
    [
      'no longer, others stay',
      { user: { in: ['root', 'ana'] }, home: { in: ['1', '2'] } },
      user('ana', '2'),
      { user: { in: ['root'] }, home: { in: ['1', '2'] } },
    ],
  ];
  for (const [name, filter, row, expected] of cases) {
    it(name, () => assert.deepEqual(toggleUser(filter, row), expected));
  }

  it('tells who is chosen', () => {
    const filter: EventFilter = { user: { in: ['root'] }, home: { in: ['1'] } };
    assert.equal(choosesUser(filter, user('root', '1')), true);
    assert.equal(choosesUser(filter, user('root', '2')), false);
    assert.equal(choosesUser({ user: { in: ['root'] } }, user('root', '2')), true);
  });
});

describe('the filter of a card', () => {
  const filter: EventFilter = {
    service: { in: ['s3'], not: ['kms'] },
    user: { in: ['root'] },
    home: { in: ['1'] },
    eventName: { prefix: ['Create'] },
    errorCode: { in: ['AccessDenied'] },
  };
  const { service, user, home, eventName, errorCode } = filter;
  const cases: [RankedField, EventFilter][] = [
    ['service', { service: { not: ['kms'] }, user, home, eventName, errorCode }],
    ['user', { service, eventName, errorCode }],
    ['eventName', { service, user, home, errorCode }],
    ['errorCode', { service, user, home, eventName, errorCode: { not: [''] } }],
  ];
  for (const [field, expected] of cases) {
    it(`of ${field} is not narrowed by what is chosen in it`, () =>
      assert.deepEqual(cardFilter(filter, field), expected));
  }
});
