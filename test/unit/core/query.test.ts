import assert from 'node:assert/strict';
import type { Condition, EventFilter } from '../../../backend/core/filter.ts';
import {
  activityRequest,
  emptyRequest,
  eventsRequest,
  readQuery,
  toQuery,
  usersRequest,
} from '../../../backend/core/query.ts';
import type { ActivityRequest, EventsRequest, UsersRequest } from '../../../backend/core/trackerApi.ts';
import { createRandom } from '../../fixtures/random.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const SMALL_ON_EC2: EventFilter = { requestParameters_instanceType: { in: ['m1.small'] }, service: { in: ['ec2'] } };

describe('eventsRequest', () => {
  const filters: [query: string, filter: EventFilter | undefined][] = [
    ['', undefined],
    // Plain parameters
    ['eventName=RunInstances', { eventName: { in: ['RunInstances'] } }],
    ['eventName=CreateFunction*', { eventName: { prefix: 'CreateFunction' } }],
    ['eventName=Create*Function', { eventName: { in: ['Create*Function'] } }],
    ['eventName=*', undefined],
    ['user=alucloud230', { user: { in: ['alucloud230'] } }],
    ['user=ana%2Bbo%20x', { user: { in: ['ana+bo x'] } }],
    ['user=a*', { user: { in: ['a*'] } }],
    ['home=111122223333&kind=iamUser', { home: { in: ['111122223333'] }, kind: { in: ['iamUser'] } }],
    ['service=ec2', { service: { in: ['ec2'] } }],
    ['service=ec2.amazonaws.com', { service: { in: ['ec2'] } }],
    ['service=ec2.amazonaws.com.cn', { service: { in: ['ec2'] } }],
    ['account=111122223333&region=eu-west-1', { account: { in: ['111122223333'] }, region: { in: ['eu-west-1'] } }],
    ['outcome=denied&errorCode=AccessDenied', { outcome: { in: ['denied'] }, errorCode: { in: ['AccessDenied'] } }],
    ['readOnly=true', { readOnly: { in: ['true'] } }],
    ['readOnly=False', { readOnly: { in: ['false'] } }],
    ['home=&account=&region=&errorCode=', { home: { in: [''] }, account: { in: [''] }, region: { in: [''] }, errorCode: { in: [''] } }],
    // Attributes and values, in every documented spelling
    [`param=['instanceType','eventSource']&value=['m1.small','ec2.amazonaws.com']`, SMALL_ON_EC2],
    [`params=['instanceType','eventSource']&values=['m1.small','ec2.amazonaws.com']`, SMALL_ON_EC2],
    ['param=%5B%27instanceType%27%2C%27eventSource%27%5D&value=%5B%27m1.small%27%2C%27ec2.amazonaws.com%27%5D', SMALL_ON_EC2],
    [`param=["instanceType", "eventSource"]&value=["m1.small", "ec2.amazonaws.com"]`, SMALL_ON_EC2],
    ['param=[instanceType,+eventSource]&value=[m1.small,+ec2.amazonaws.com]', SMALL_ON_EC2],
    ['param=instanceType,eventSource&value=m1.small,ec2.amazonaws.com', SMALL_ON_EC2],
    ['params=instanceType,eventSource&values=m1.small,ec2.amazonaws.com', SMALL_ON_EC2],
    ['param=instanceType&value=m1.small&param=eventSource&value=ec2.amazonaws.com', SMALL_ON_EC2],
    ['param=instanceType&param=eventSource&value=m1.small&value=ec2.amazonaws.com', SMALL_ON_EC2],
    [`param=instanceType&params=['eventSource']&value=m1.small,ec2.amazonaws.com`, SMALL_ON_EC2],
    ['param=requestParameters_instanceType&value=m1.small', { requestParameters_instanceType: { in: ['m1.small'] } }],
    ['param=ConsoleLogin&value=Failure', { responseElements_ConsoleLogin: { in: ['Failure'] } }],
    ['param=userAgent&value=aws-cli', { userAgent: { in: ['aws-cli'] } }],
    [`param=['userAgent']&value=['a, b']`, { userAgent: { in: ['a, b'] } }],
    [`param=userAgent&value=['it\\'s \\\\']`, { userAgent: { in: [`it's \\`] } }],
    ['param=userAgent&value=', { userAgent: { in: [''] } }],
    ['param=userAgent&value=a%20b%2Bc%26d%3De', { userAgent: { in: ['a b+c&d=e'] } }],
    ['param=userAgent&value=Run*', { userAgent: { in: ['Run*'] } }],
    ['param=multiAZ&value=true', { requestParameters_multiAZ: { in: ['true'] } }],
    // Counted fields by their other names
    ['param=userIdentity_userName&value=ana', { user: { in: ['ana'] } }],
    ['param=awsRegion&value=eu-west-1', { region: { in: ['eu-west-1'] } }],
    ['param=eventName,errorCode,readOnly&value=Run*,x,True', { eventName: { in: ['Run*'] }, errorCode: { in: ['x'] }, readOnly: { in: ['true'] } }],
    ['param=service,region&value=ec2.amazonaws.com,eu-west-1', { service: { in: ['ec2'] }, region: { in: ['eu-west-1'] } }],
    // All of them at once
    ['user=ana&filter={"service":{"in":["s3"]}}&param=bucketName&value=b', { service: { in: ['s3'] }, user: { in: ['ana'] }, requestParameters_bucketName: { in: ['b'] } }],
    ['user=ana&filter={"user":{"in":["ana","ben"]}}', { user: { in: ['ana'] } }],
    ['user=ana&param=userIdentity_userName&value=ben', { user: { in: [] } }],
    ['eventName=Run*&filter={"eventName":{"in":["RunInstances","StopInstances"]}}', { eventName: { in: ['RunInstances'] } }],
    ['filter={}', {}],
  ]; // prettier-ignore
  for (const [query, filter] of filters) {
    it(`?${query}`, () => assert.deepEqual(plain(eventsRequest(readQuery(query)).filter), filter));
  }

  const others: [query: string, request: EventsRequest][] = [
    ['from=2017-06-06&to=2017-09-09&tz=Europe/Madrid', { from: '2017-06-06', to: '2017-09-09', tz: 'Europe/Madrid' }],
    ['from=2017-06-06T10:00:00+02:00', { from: '2017-06-06T10:00:00 02:00' }],
    ['limit=10&cursor=abc', { limit: 10, cursor: 'abc' }],
    ['count=true', { count: true }],
    ['count=TRUE', { count: true }],
    ['count=True', { count: true }],
    ['count=1', { count: true }],
    ['count=false', { count: false }],
    ['count=0', { count: false }],
  ];
  for (const [query, request] of others) {
    it(`?${query}`, () => assert.deepEqual(eventsRequest(readQuery(query)), request));
  }

  it('leaves to the API what is no limit', () => {
    for (const limit of ['', '-1', '1.5', '1e3', 'ten', '0x10', ' 5'])
      assert.deepEqual(eventsRequest(new URLSearchParams({ limit })), { limit: NaN });
  });

  const errors: [query: string, parameter: string][] = [
    ['parms=x', 'parms'],
    ['From=2017-06-06', 'From'],
    ['__proto__=x', '__proto__'],
    ['groupBy=day', 'groupBy'],
    ['from=2017-06-06&from=2017-06-07', 'from'],
    ['user=a&user=b', 'user'],
    ['filter={}&filter={}', 'filter'],
    ['count=yes', 'count'],
    ['count', 'count'],
    ['user=', 'user'],
    ['service=', 'service'],
    ['eventName=', 'eventName'],
    ['kind=human', 'kind'],
    ['kind=', 'kind'],
    ['outcome=success', 'outcome'],
    ['readOnly=maybe', 'readOnly'],
    ['param=instanceType', 'value'],
    ['value=m1.small', 'param'],
    ['params=instanceType', 'value'],
    ['values=m1.small', 'param'],
    ['param=instanceType,eventSource&value=m1.small', 'value'],
    ['params=instanceType&values=m1.small,m1.large', 'values'],
    ['param=instanceTyp&value=m1.small', 'param'],
    ['params=instanceTyp&values=m1.small', 'params'],
    ['param=&value=', 'param'],
    ['param=[]&value=[]', 'param'],
    ['param=__proto__&value=x', 'param'],
    ['param=constructor&value=x', 'param'],
    ['param=readOnly&value=maybe', 'value'],
    [`param=['instanceType'&value=m1.small`, 'param'],
    [`param=instanceType&value=['m1.small`, 'value'],
    [`param=instanceType&values=['m1.small]`, 'values'],
    [`param=instanceType&value=['m1'small']`, 'value'],
    ['param=resources,resources&value=i-1,sg-1', 'param'],
    ['filter={"resources":{"in":["i-1"]}}&params=resources&values=sg-1', 'params'],
    ['?from=2017-06-06', '?from'],
    ['?from=%', '?from'],
    ['filter=', 'filter'],
    ['filter={"user":', 'filter'],
    ['filter=[]', 'filter'],
    ['user=%zz', 'user'],
    ['user=%E9', 'user'],
    ['%zz=x', '%zz'],
    ['eventName=100%', 'eventName'],
  ];
  for (const [query, parameter] of errors) {
    it(`refuses ?${query} because of ${parameter}`, () => {
      assert.throws(() => eventsRequest(readQuery(query)), refusal(parameter));
    });
  }
});

describe('the other requests', () => {
  const table: [read: (query: URLSearchParams) => object, query: string, request: object][] = [
    [activityRequest, '', {}],
    [
      activityRequest,
      'groupBy=service,day&tz=Asia/Tokyo&user=ana',
      { groupBy: ['service', 'day'], tz: 'Asia/Tokyo', filter: { user: { in: ['ana'] } } },
    ],
    [activityRequest, 'groupBy=service,+day', { groupBy: ['service', 'day'] }],
    [usersRequest, '', {}],
    [usersRequest, 'kind=role&account=1', { kind: 'role', account: '1' }],
    [emptyRequest, '', {}],
  ];
  for (const [read, query, request] of table) {
    it(`${read.name} ?${query}`, () => assert.deepEqual(read(readQuery(query)), request));
  }

  const errors: [read: (query: URLSearchParams) => object, query: string, parameter: string][] = [
    [activityRequest, 'limit=5', 'limit'],
    [activityRequest, 'cursor=x', 'cursor'],
    [activityRequest, 'count=true', 'count'],
    [activityRequest, 'groupBy=day&groupBy=hour', 'groupBy'],
    [usersRequest, 'user=ana', 'user'],
    [usersRequest, 'from=2017-06-06', 'from'],
    [usersRequest, 'kind=role&kind=person', 'kind'],
    [emptyRequest, 'from=2017-06-06', 'from'],
  ];
  for (const [read, query, parameter] of errors) {
    it(`${read.name} refuses ?${query}`, () => assert.throws(() => read(readQuery(query)), refusal(parameter)));
  }
});

describe('toQuery', () => {
  it('is read back as the same request, whatever is in it', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = createRandom(seed);
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
      const some = <T>(make: () => T): T[] => Array.from({ length: Math.floor(random() * 3) }, make);
      const text = () => some(() => pick([...'ab,\'"[]{}&=?#%+* /\\\n\u0000é漢😀:;<>'])).join('') + pick(['', 'x']);
      const maybe = <K extends string, V>(key: K, make: () => V) => (random() < 0.5 ? ({ [key]: make() } as Record<K, V>) : {});
      const condition = (): Condition => ({ in: [text()], ...maybe('not', () => some(text)), ...maybe('prefix', () => pick([text(), some(text)])) });
      const filter = (): EventFilter => ({ ...maybe('user', condition), ...maybe('eventName', condition), ...maybe('resources', condition), ...maybe('kind', () => ({ in: ['role'] })) });
      const common = { ...maybe('from', text), ...maybe('to', text), ...maybe('tz', text), ...maybe('filter', filter) };
      const events: EventsRequest = { ...common, ...maybe('limit', () => Math.floor(random() * 20_000)), ...maybe('cursor', text), ...maybe('count', () => random() < 0.5) };
      const activity: ActivityRequest = { ...common, ...maybe('groupBy', () => ['day', 'user']) };
      const users: UsersRequest = { ...maybe('kind', text), ...maybe('account', text) };
      const again = (request: object) => readQuery(toQuery(request).toString());
      assert.deepEqual(eventsRequest(again(events)), events, `seed ${seed}`);
      assert.deepEqual(activityRequest(again(activity)), activity, `seed ${seed}`);
      assert.deepEqual(usersRequest(again(users)), users, `seed ${seed}`);
    }
  }); // prettier-ignore
});

/** Without the keys that are there and undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
