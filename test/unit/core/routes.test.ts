import assert from 'node:assert/strict';
import {
  matchRoute,
  requestOf,
  routes,
  targetOf,
  type ApiMethod,
  type ApiRequest,
} from '../../../backend/core/routes.ts';
import { refusal } from '../../fixtures/userErrors.ts';

describe('matchRoute', () => {
  const paths: [path: string, method: ApiMethod | undefined, parameters?: Record<string, string>][] = [
    ['/users', 'users', {}],
    ['/users/', 'users', {}],
    ['/services', 'services', {}],
    ['/parameters', 'parameters', {}],
    ['/scan', 'scan', {}],
    ['/scan/', 'scan', {}],
    ['/activity', 'activity', {}],
    ['/status', 'status', {}],
    ['/gaps', 'gaps', {}],
    ['/users/alucloud230', 'userEvents', { user: 'alucloud230' }],
    ['/users/alucloud230/', 'userEvents', { user: 'alucloud230' }],
    ['/users/a%20b%2Fc+d', 'userEvents', { user: 'a%20b%2Fc+d' }],
    ['/users/..', 'userEvents', { user: '..' }],
    ['/users/activity', 'userEvents', { user: 'activity' }],
    ['/users/ana/activity', 'userActivity', { user: 'ana' }],
    ['/users/ana/events/abc', 'record', { user: 'ana', id: 'abc' }],
    ['/services/ec2', 'serviceEvents', { service: 'ec2' }],
    ['/services/ec2.amazonaws.com', 'serviceEvents', { service: 'ec2.amazonaws.com' }],
    ['', undefined],
    ['/', undefined],
    ['users', undefined],
    ['//users', undefined],
    ['/users//', undefined],
    ['/Users', undefined],
    ['/users/ana/events', undefined],
    ['/users/ana/events/', undefined],
    ['/users/ana/events/a/b', undefined],
    ['/users//activity', undefined],
    ['/services/ec2/activity', undefined],
    ['/__proto__', undefined],
    ['http://127.0.0.1/users', undefined],
  ];
  for (const [path, method, parameters] of paths) {
    it(`${path} is ${method ?? 'no route'}`, () =>
      assert.deepEqual(matchRoute(path), method && { method, parameters }));
  }
});

describe('requestOf', () => {
  it('decodes the path', () => {
    assert.deepEqual(requestOf('userEvents', { user: 'a%20b%2Fc+d%C3%A9' }, new URLSearchParams('limit=5')), {
      user: 'a b/c+dé',
      limit: 5,
    });
  });

  it('refuses a path that is badly encoded', () => {
    assert.throws(() => requestOf('userEvents', { user: '%E9' }, new URLSearchParams()), refusal('user'));
    assert.throws(() => requestOf('serviceEvents', { service: '%' }, new URLSearchParams()), refusal('service'));
    assert.throws(() => requestOf('record', { user: 'ana', id: '%zz' }, new URLSearchParams()), refusal('id'));
  });

  it('refuses what the route does not take', () => {
    const unknown = new URLSearchParams('nonsense=1');
    for (const method of Object.keys(routes) as ApiMethod[])
      assert.throws(() => requestOf(method, {}, unknown), refusal('nonsense'), method);
  });
});

describe('targetOf', () => {
  const requests: { [M in ApiMethod]: ApiRequest<M> } = {
    users: { kind: 'role', account: '111122223333' },
    services: {},
    parameters: {},
    userEvents: { user: 'añá/ b+c?&#%', from: '2017-06-06', to: '2017-09-09', limit: 5 },
    serviceEvents: { service: 'ec2', count: true, filter: { user: { in: ['ana'], not: ['b'] } } },
    scan: { filter: { eventName: { prefix: 'Run' } }, cursor: 'abc', tz: 'Europe/Madrid' },
    activity: { groupBy: ['day', 'user'], filter: { outcome: { in: ['denied'] } } },
    userActivity: { user: 'ana', groupBy: ['service'], from: '2017-06-06T10:00:00+02:00' },
    record: { user: 'arn:aws:x', id: 'a_b-c' },
    status: {},
    gaps: { from: '2018-02-01', to: '2018-02-28', tz: 'Europe/Madrid' },
  };
  for (const method of Object.keys(routes) as ApiMethod[]) {
    it(`${method} and back: ${targetOf(method, requests[method])}`, () => {
      const [path = '', query = ''] = targetOf(method, requests[method]).split('?');
      const route = matchRoute(path);
      assert.equal(route?.method, method);
      assert.deepEqual(requestOf(method, route.parameters, new URLSearchParams(query)), requests[method]);
    });
  }
});
