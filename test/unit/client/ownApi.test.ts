import assert from 'node:assert/strict';
import { ownApi } from '../../../backend/client/ownApi.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import type { EventsPage, TrackerApi } from '../../../backend/core/trackerApi.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { narrowToCaller } from '../../../backend/lambda/narrowToCaller.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { ACCOUNT, CLASSROOM, eventsOf, iamUser, NOW, record } from '../../fixtures/classroom.ts';

const ME = 'alucloud10';
const YEARS = { from: '2016-01-01', to: '2017-12-31' };
const HOUR = 3_600_000;

const RECORDS: JsonObject[] = [
  ...CLASSROOM,
  record('mine-today', '2017-11-20T14:00:00Z', 'CreateBucket', {
    userIdentity: iamUser(ME),
    eventSource: 's3.amazonaws.com',
  }),
  record('mine-yesterday', '2017-11-19T14:00:00Z', 'CreateTags', { userIdentity: iamUser(ME) }),
];
const isMine = ({ userIdentity }: JsonObject) => {
  const { userName, accountId } = userIdentity as { userName: string; accountId: string };
  return userName === ME && accountId === ACCOUNT;
};

async function trackerWith(records: JsonObject[]): Promise<TrackerApi> {
  const store = createMemoryStore();
  await store.ingest(
    { name: 'log.json', size: 1, modified: NOW, records: records.length, dropped: 0, broken: 0 },
    eventsOf(records),
  );
  const readRecord = async ({ position }: { position: number }) => records[position]!;
  return createTrackerApi({ store, now: () => NOW, version: '1', readRecord });
}

describe('ownApi', () => {
  /** A tracker that has only my events, which is what mine has to look like. */
  let alone: TrackerApi;
  /** The whole one, as an IAM user with the policy for the own view may ask it. */
  let tracker: TrackerApi;
  let mine: TrackerApi;
  let asked: string[];
  let now: number;

  before(async () => {
    alone = await trackerWith(RECORDS.filter(isMine));
    const whole = narrowToCaller(await trackerWith(RECORDS), `arn:aws:iam::${ACCOUNT}:user/${ME}`);
    const refuse = () => Promise.reject(new UserError('AccessDeniedException', { status: 403 }));
    const note = <R extends { user: string }, A>(ask: (request: R, signal?: AbortSignal) => Promise<A>) => {
      return (request: R, signal?: AbortSignal) => {
        asked.push(JSON.stringify(request));
        return request.user === ME ? ask(request, signal) : refuse();
      };
    };
    tracker = {
      ...{ users: refuse, services: refuse, parameters: refuse, scan: refuse, serviceEvents: refuse },
      ...{ activity: refuse, status: refuse, gaps: refuse },
      userEvents: note(whole.userEvents),
      userActivity: note(whole.userActivity),
      record: note(whole.record),
    };
  });
  beforeEach(() => {
    [asked, now] = [[], NOW];
    mine = ownApi(tracker, { user: ME, now: () => now });
  });

  const ids = ({ events }: EventsPage) => events.map(({ eventID }) => eventID);
  const filters = [
    {},
    { user: { in: [ME] } },
    { user: { in: ['alucloud2', ME], not: ['alucloud230'] } },
    { user: { prefix: 'alu' } },
    { user: { in: ['alucloud1'] } },
    { user: { not: [ME] } },
    { userIdentity_userName: { in: [ME] } },
    { userIdentity_userName: { prefix: 'bob' } },
    { kind: { in: ['iamUser', 'person'] } },
    { kind: { not: ['iamUser'] } },
    { home: { in: ['444455556666'] } },
    { service: { in: ['ec2.amazonaws.com'] } },
    { errorCode: { prefix: 'Client.' }, account: { in: [ACCOUNT] } },
    { instanceType: { in: ['t1.micro'] } },
  ];
  for (const filter of filters) {
    it(`answers as a tracker that has only this user, filtered by ${JSON.stringify(filter)}`, async () => {
      const page = (await mine.scan({ ...YEARS, filter })) as EventsPage;
      assert.deepEqual(ids(page), ids((await alone.scan({ ...YEARS, filter })) as EventsPage));
      assert.equal(
        await mine.scan({ ...YEARS, filter, count: true }),
        await alone.scan({ ...YEARS, filter, count: true }),
      );
      for (const groupBy of [[], ['user', 'kind'], ['service', 'day'], ['eventName', 'outcome']]) {
        const request = { ...YEARS, tz: 'Europe/Madrid', filter, groupBy };
        assert.deepEqual(await mine.activity(request), await alone.activity(request));
      }
    });
  }

  it('refuses a filter as every tracker does', async () => {
    await assert.rejects(mine.scan({ filter: { nothing: { in: ['x'] } } }), { status: 400, parameter: 'filter' });
    await assert.rejects(mine.activity({ groupBy: ['nothing'] }), { status: 400, parameter: 'groupBy' });
  });

  it('goes on page by page', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await mine.scan({ ...YEARS, limit: 2, cursor })) as EventsPage;
      seen.push(...ids(page));
      cursor = page.next;
    } while (cursor !== undefined);
    assert.deepEqual(seen, ids((await alone.scan(YEARS)) as EventsPage));
    assert.ok(seen.length > 4);
  });

  it('has one user, their services and all parameters', async () => {
    assert.deepEqual(await mine.users({}), [ME]);
    assert.deepEqual(await mine.users({ kind: 'iamUser', account: ACCOUNT }), [ME]);
    assert.deepEqual([await mine.users({ kind: 'role' }), await mine.users({ account: '444455556666' })], [[], []]);
    assert.deepEqual(await mine.services({}), await alone.services({}));
    assert.deepEqual(await mine.parameters({}), await alone.parameters({}));
    assert.deepEqual(
      ids((await mine.serviceEvents({ ...YEARS, service: 's3.amazonaws.com' })) as EventsPage),
      ['mine-today'],
    ); // prettier-ignore
  });

  it('tells whole records of this user, and nothing by the names of others', async () => {
    const { events } = (await mine.userEvents({ ...YEARS, user: ME })) as EventsPage;
    assert.equal((await mine.record({ user: ME, id: events[0]!.id }))['eventID'], events[0]!.eventID);
    const others: Promise<unknown>[] = [
      mine.userEvents({ user: 'alucloud2' }),
      mine.userActivity({ user: 'alucloud2' }),
      mine.record({ user: 'alucloud2', id: events[0]!.id }),
    ];
    asked = [];
    for (const other of others) await assert.rejects(other, { name: 'UserError', status: 403, message: /own view of alucloud10/ }); // prettier-ignore
    assert.deepEqual(asked, []);
  });

  it('knows how much there is and since when, and says that it knows nothing of files', async () => {
    const { events, oldestEvent, newestEvent } = await alone.status({});
    assert.deepEqual(await mine.status({}), {
      ...{ ownView: true, version: '', unsettled: [] },
      ...{ files: 0, skipped: 0, rejected: 0, records: 0, broken: 0, duplicates: 0, dropped: 0 },
      ...{ events, oldestEvent, newestEvent },
    });
    await assert.rejects(mine.gaps(YEARS), { status: 403, message: /does not tell of which hours/ });
  });

  it('asks for what happened before yesterday once an hour', async () => {
    await mine.status({});
    assert.equal(asked.length, 2);
    await mine.status({});
    assert.equal(asked.length, 3);
    assert.match(asked[2]!, /"from":"2017-11-19T00:00:00Z"/);
    now += HOUR;
    await mine.status({});
    assert.equal(asked.length, 5);
    now += 24 * HOUR;
    await mine.status({});
    assert.equal(asked.length, 7);
  });

  it('asks again after a failure', async () => {
    let fails = true;
    const failing: TrackerApi = {
      ...tracker,
      userActivity: (request) =>
        fails ? Promise.reject(new UserError('gone', { status: 503 })) : tracker.userActivity(request),
    };
    const own = ownApi(failing, { user: ME, now: () => now });
    await assert.rejects(own.status({}), { status: 503 });
    fails = false;
    assert.equal((await own.status({})).events, 5);
  });

  it('has nothing, and no error, of who has done nothing yet', async () => {
    const none = await trackerWith(RECORDS.filter((each) => !isMine(each)).slice(0, 1));
    const own = ownApi(none, { user: 'newcomer', now: () => now });
    assert.deepEqual(
      [await own.users({}), await own.services({}), await own.scan(YEARS), await own.scan({ count: true }), await own.activity({})],
      [[], [], { events: [] }, 0, []],
    ); // prettier-ignore
    const { events, oldestEvent } = await own.status({});
    assert.deepEqual([events, oldestEvent], [0, undefined]);
  });
});
