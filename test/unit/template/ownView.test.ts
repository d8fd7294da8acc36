import assert from 'node:assert/strict';
import { encodedTarget } from '../../../backend/client/restTarget.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { matchRoute, targetOf } from '../../../backend/core/routes.ts';
import type { EventsPage, TrackerApi } from '../../../backend/core/trackerApi.ts';
import { createQuery } from '../../../backend/lambda/createQuery.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { ACCOUNT, eventsOf, iamUser, NOW, record } from '../../fixtures/classroom.ts';
import { restApiEvent } from '../../fixtures/restApiEvent.ts';
import { ownViewPolicy, type MayAsk } from './ownViewPolicy.ts';

const OTHER_ACCOUNT = '444455556666';
const STUDENT = `arn:aws:iam::${ACCOUNT}:user/students/ana`;
const TEACHER = `arn:aws:sts::${ACCOUNT}:assumed-role/teacher/eva`;

/** Stands in all that is not for ana's eyes, in events and in whole records. */
const FOREIGN = 'foreign';

const by = (userIdentity: JsonObject): JsonObject => ({ userIdentity });
const foreign = (at: number, userIdentity: JsonObject): JsonObject =>
  record(`${FOREIGN}-${at}`, `2017-11-20T11:00:${10 + at}Z`, `${FOREIGN}Event`, {
    ...by(userIdentity),
    awsRegion: FOREIGN,
  });
const role = (name: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${name}`,
  accountId: ACCOUNT,
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, accountId: ACCOUNT, userName: name },
  },
}); // prettier-ignore

const OWN: JsonObject[] = [
  record('own-1', '2017-11-20T10:00:00Z', 'RunInstances', by(iamUser('ana'))),
  record('own-2', '2017-11-20T10:01:00Z', 'StopInstances', by(iamUser('ana'))),
  // Somebody has typed the name and no right password.
  record('own-3', '2017-11-20T10:02:00Z', 'ConsoleLogin', {
    ...by(iamUser('ana')),
    eventSource: 'signin.amazonaws.com',
    errorMessage: 'Failed authentication',
    responseElements: { ConsoleLogin: 'Failure' },
  }),
];

/** Users of the name, and users whose names a careless reading of a path takes for it. */
const OTHERS: JsonObject[] = [
  iamUser('ana', OTHER_ACCOUNT),
  role('ana'),
  { type: 'IdentityCenterUser', userName: 'ana', accountId: ACCOUNT },
  { type: 'WebIdentityUser', userName: 'ana', identityProvider: 'idp.example' },
  { type: 'AWSAccount', accountId: '', principalId: 'ana' },
  { type: 'Later', userName: 'ana', accountId: ACCOUNT },
  ...['bob', 'ana2', 'an', 'Ana', 'ana@uni.es', 'ana.bob', 'ana+bob', '%61na', 'ana%2Fbob', 'ana/bob', 'ana/../bob', '*', '..', 'ana ', 'ana\0bob', 'ana?user=bob', 'ana;bob', 'ana\\bob', 'ana/activity'].map((name) => iamUser(name)),
].map((userIdentity, at) => foreign(at, userIdentity)); // prettier-ignore

const IDS = Object.fromEntries(eventsOf([...OWN, ...OTHERS]).map(({ eventID, id }) => [eventID, id]));
const id = (eventID: string) => IDS[eventID] ?? assert.fail(`There is no ${eventID}.`);

/** How a gateway may understand a path before it compares it with policies and looks for its route. */
const READINGS: Record<string, (path: string) => string> = {
  'as it is sent': (path) => path,
  decoded: decoded,
  'decoded twice': (path) => decoded(decoded(path)),
  'without dots': withoutDots,
  'decoded and without dots': (path) => withoutDots(decoded(path)),
  'without dots and decoded': (path) => decoded(withoutDots(path)),
};

const PATHS = [
  '/users/ana',
  '/users/ana/',
  '/users/ana//',
  '/users/ana/activity',
  '/users/ana/activity/',
  '/users/an%61',
  '/users/an%2561',
  '/users/%2561na',
  '/users/%61na',
  '/users/Ana',
  '/users/ana2',
  '/users/ana*',
  '/users/*',
  '/users/ana%2A',
  '/users/ana%40uni.es',
  '/users/ana@uni.es',
  '/users/ana+bob',
  '/users/ana%2Bbob',
  '/users/ana%20',
  '/users/ana+',
  '/users/ana.bob',
  '/users/ana%2Fbob',
  '/users/ana%252Fbob',
  '/users/ana%2F..%2Fbob',
  '/users/ana%252F..%252Fbob',
  '/users/ana/../bob',
  '/users/ana/%2E%2E/bob',
  '/users/ana/..%2Fbob',
  '/users/ana/..',
  '/users/ana/../..',
  '/users/ana/../../scan',
  '/users/ana/../../activity',
  '/users/ana/..%2F..%2Fscan',
  '/users/ana/../../status',
  '/users/ana/./activity',
  '/users/ana/../bob/activity',
  '/users/ana%2F../bob/activity',
  '/users/..%2Fusers%2Fana',
  '/users/../users/ana',
  '/users/bob/../ana',
  '/users/bob%2F..%2Fana',
  '/users/bob/..%2Fana',
  '/users//ana',
  '/users/%2Fana',
  '//users/ana',
  '/users/ana%00bob',
  '/users/ana%3Fuser=bob',
  '/users/ana;bob',
  '/users/ana%3Bbob',
  '/users/ana\\bob',
  '/users/ana%5C..%5Cbob',
  '/users/ana/activity/../../bob',
  '/users/ana%2Factivity',
  '/users/ana/services/ec2',
  '/users/ana/events',
  '/users/bob',
  '/users',
  '/scan',
  '/activity',
  '/status',
  ...Object.keys(IDS).flatMap((eventID) => [
    `/users/ana/events/${id(eventID)}`,
    `/users/ana/events/${id(eventID)}/`,
    `/users/ana%2Fevents%2F${id(eventID)}`,
    `/users/ana/events/..%2F..%2Fbob%2Fevents%2F${id(eventID)}`,
    `/users/ana/../bob/events/${id(eventID)}`,
    `/users/ana%2F..%2Fbob/events/${id(eventID)}`,
    `/users/ana/events/${id(eventID)}%3D%2Fx`,
    `/users/bob/events/${id(eventID)}`,
  ]),
];

const filter = (value: object) => `filter=${encodeURIComponent(JSON.stringify(value))}`;
const QUERIES = [
  '',
  'groupBy=user,kind,home,eventName',
  'count=true',
  'user=bob',
  'kind=role',
  'kind=person',
  `home=${OTHER_ACCOUNT}`,
  'home=',
  `kind=role&home=${ACCOUNT}`,
  'param=user&value=bob',
  'param=userIdentity_userName&value=bob',
  'param=kind&value=role',
  filter({ kind: { in: ['role', 'person', 'iamUser'] } }),
  filter({ kind: { not: ['iamUser'] } }),
  filter({ home: { prefix: '' } }),
  filter({ user: { prefix: '' } }),
];

describe('the own view of a student', () => {
  let mayAsk: MayAsk;
  let api: TrackerApi;
  let tracker: ReturnType<typeof createQuery>;

  before(async function () {
    this.timeout(60_000);
    mayAsk = await ownViewPolicy();
    const records = [...OWN, ...OTHERS];
    const store = createMemoryStore();
    await store.ingest(
      { name: 'log.json', size: 1, modified: NOW, records: records.length, dropped: 0, broken: 0 },
      eventsOf(records),
    );
    const readRecord = async ({ position }: { position: number }) => records[position]!;
    api = createTrackerApi({ store, now: () => NOW, version: '1', readRecord });
    tracker = createQuery({ api, log: (entry) => assert.fail(JSON.stringify(entry)) });
  });

  const ask = async (target: string, userArn: string) => {
    const { statusCode, body } = await tracker(restApiEvent(target, {}, userArn), {
      awsRequestId: '1',
      getRemainingTimeInMillis: () => 29_000,
    });
    return { status: statusCode, body: JSON.parse(body) as unknown };
  };
  const events = async (target: string, userArn: string) => {
    const { status, body } = await ask(target, userArn);
    return status === 200 ? (body as TrackerEvent[]).map(({ eventID }) => eventID).sort() : status;
  };

  for (const [reading, read] of Object.entries(READINGS)) {
    it(`shows nothing of anybody else by any path, where paths are read ${reading}`, async () => {
      let answers = 0;
      for (const sent of PATHS) {
        const path = read(sent);
        if (!mayAsk('ana', path) || !matchRoute(path)) continue;
        for (const query of QUERIES) {
          const { status, body } = await ask(`${path}?${query}`, STUDENT);
          if (status === 200 && JSON.stringify(body) !== '[]') answers++;
          assert.ok([200, 400, 404].includes(status), `${path}?${query}: ${status}`);
          assert.doesNotMatch(JSON.stringify(body), new RegExp(FOREIGN), `${path}?${query}`);
          if (query === 'count=true' && status === 200) assert.equal(body, OWN.length, path);
        }
      }
      assert.ok(answers > 20, `${answers} answers`);
    });
  }

  it('is nothing of users whose names only begin alike, of roles, and of other routes', () => {
    const own = ['/users/ana', '/users/ana/activity', `/users/ana/events/${id('own-1')}`];
    assert.deepEqual(own.map((path) => mayAsk('ana', path)), [true, true, true]); // prettier-ignore
    const others = ['/users/ana2', '/users/ana2/activity', '/users/Ana', '/users/an', '/users', '/users/', '/scan', '/activity', '/services', '/services/ec2', '/parameters', '/status', '/gaps', '/']; // prettier-ignore
    assert.deepEqual(others.filter((path) => mayAsk('ana', path)), []); // prettier-ignore
    assert.deepEqual([...own, ...others, '/users/${aws:username}'].filter((path) => mayAsk(undefined, path)), []); // prettier-ignore
  });

  it('is asked for by the client in the path that the policy names, whatever an IAM name may hold', () => {
    for (const user of ['ana', 'ana@uni.es', 'a+b', 'a=b,c.d-e_f', '=+=,@,@', 'ANA']) {
      for (const target of [targetOf('userEvents', { user, from: '2026-01-01' }), targetOf('userActivity', { user }), targetOf('record', { user, id: 'x' })]) {
        const { path } = encodedTarget(target);
        for (const read of [(text: string) => text, decoded]) assert.ok(mayAsk(user, read(path)), path);
        assert.equal(matchRoute(path)?.parameters['user'], user);
      }
    } // prettier-ignore
  });

  it('has all that the student has done, and who failed to sign in by the name', async () => {
    assert.deepEqual(await events('/users/ana', STUDENT), ['own-1', 'own-2', 'own-3']);
    const { body } = await ask('/users/ana/activity?groupBy=eventName', STUDENT);
    assert.deepEqual((body as { eventName: string }[]).map(({ eventName }) => eventName), ['ConsoleLogin', 'RunInstances', 'StopInstances']); // prettier-ignore
    const whole = await ask(`/users/ana/events/${id('own-2')}`, STUDENT);
    assert.deepEqual([whole.status, (whole.body as { eventID: string }).eventID], [200, 'own-2']);
    const pages: string[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const target = targetOf('userEvents', { user: 'ana', limit: 2, cursor });
      const { headers, body: text } = await tracker(restApiEvent(target, {}, STUDENT), { awsRequestId: '1', getRemainingTimeInMillis: () => 29_000 }); // prettier-ignore
      pages.push(...(JSON.parse(text) as TrackerEvent[]).map(({ eventID }) => eventID));
      cursor = new URLSearchParams(/^<\?([^>]*)>/.exec(headers['link'] ?? '')?.[1]).get('cursor') ?? undefined;
    }
    assert.deepEqual(pages, ['own-3', 'own-2', 'own-1']);
  });

  it('is not left by a cursor of somebody who sees more', async () => {
    const { next } = (await api.userEvents({ user: 'ana', limit: 1 })) as EventsPage;
    const { status } = await ask(`/users/ana?limit=1&cursor=${next}`, STUDENT);
    assert.equal(status, 400);
  });

  it('says why a whole record of a namesake is not to be had', async () => {
    const { status, body } = await ask(`/users/ana/events/${id(`${FOREIGN}-1`)}`, STUDENT);
    const message = 'The event with this id is of another user named ana: under your own name there are only your own.';
    assert.deepEqual([status, body], [404, { message }]);
  });

  it('is what every IAM user has under their own name, and under no other; filters find the namesakes', async () => {
    const namesakes = [0, 1, 2, 3, 4, 5].map((at) => `${FOREIGN}-${at}`);
    const all = [...namesakes, 'own-1', 'own-2', 'own-3'].sort();
    const bob = `arn:aws:iam::${ACCOUNT}:user/bob`;
    for (const caller of [TEACHER, bob, `arn:aws:sts::${ACCOUNT}:federated-user/ana`, `arn:aws:iam::${ACCOUNT}:root`])
      assert.deepEqual(await events('/users/ana', caller), all, caller);
    assert.deepEqual(await events('/scan?user=ana', STUDENT), await events('/users/ana', TEACHER));
    assert.equal((await ask(`/users/ana/events/${id(`${FOREIGN}-1`)}`, TEACHER)).status, 200);
    assert.deepEqual(await events('/users/ana', `arn:aws:iam::${OTHER_ACCOUNT}:user/ana`), [`${FOREIGN}-0`]);
    assert.deepEqual(await events('/users/ana', `arn:aws-cn:iam::${ACCOUNT}:user/ana`), ['own-1', 'own-2', 'own-3']);
  });
});

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // What is no percent-encoding stands for itself.
  }
}

/** RFC 3986, "Remove Dot Segments". */
function withoutDots(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
