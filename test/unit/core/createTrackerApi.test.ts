import assert from 'node:assert/strict';
import { ATTRIBUTES } from '../../../backend/core/attributes.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import { decodeEventId } from '../../../backend/core/eventId.ts';
import type { EventsQuery, RecordLocation } from '../../../backend/core/eventStore.ts';
import type { ActivityRequest, EventsAnswer, EventsRequest, TrackerApi } from '../../../backend/core/trackerApi.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { ACCOUNT, CLASSROOM, eventsOf, iamUser, NOW, record } from '../../fixtures/classroom.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const DAY = 24 * 60 * 60 * 1000;
const ALL = { from: '2016-01-01', to: '2017-12-31' };

interface Fixture {
  api: TrackerApi;
  clock: { now: number };
  queries: EventsQuery[];
  add: (...records: Parameters<typeof record>[]) => Promise<void>;
}

async function open(records = CLASSROOM): Promise<Fixture> {
  const store = createMemoryStore();
  const clock = { now: NOW };
  const queries: EventsQuery[] = [];
  let files = 0;
  const add = async (added: typeof records) => {
    const facts = { name: `${files++}.json`, size: 1, modified: NOW, records: added.length, dropped: 0, broken: 0 };
    await store.ingest(facts, eventsOf(added));
  };
  await add(records);
  const api = createTrackerApi({
    store: { ...store, events: (query, signal) => (queries.push(query), store.events(query, signal)) },
    now: () => clock.now,
    version: '1.2.3',
    readRecord: (location: RecordLocation) => Promise.resolve({ ...location }),
  });
  return { api, clock, queries, add: (...given) => add(given.map((each) => record(...each))) };
}

function ids(answer: EventsAnswer): string[] {
  assert.ok(typeof answer !== 'number');
  return answer.events.map(({ eventID }) => eventID);
}

describe('the tracker API', () => {
  let fixture: Fixture;
  let api: TrackerApi;
  beforeEach(async () => {
    fixture = await open();
    api = fixture.api;
  });

  describe('events', () => {
    const scans: [why: string, request: EventsRequest, expected: string[]][] = [
      ['the last 7 days until now, newest first', {}, ['today', 'listed', 'function']],
      ['only from: until now', { from: '2017-11-19' }, ['today', 'listed']],
      ['only to: the 7 days before it', { to: '2017-10-07' }, ['namesake', 'failed', 'denied']],
      ['only to: its own day is the last of the seven', { to: '2017-10-08' }, ['namesake']],
      ['reads dates in the zone', { from: '2017-09-10', to: '2017-09-10', tz: 'Europe/Madrid' }, ['run-too-late', 'run-last-second']],
      ['from inclusive, to exclusive', { from: '2017-07-01T12:00:00Z', to: '2017-07-01T13:00:00Z' }, ['run-large']],
      ['nothing in the period', { from: '2015-01-01', to: '2015-12-31' }, []],
      ['an empty period', { from: '2017-07-01T12:00:00Z', to: '2017-07-01T12:00:00Z' }, []],
      ['eventName', { ...ALL, filter: { eventName: { in: ['StopInstances'] } } }, ['stop', 'stop-2016']],
      ['eventName is case-sensitive', { ...ALL, filter: { eventName: { in: ['stopinstances'] } } }, []],
      ['eventName prefix', { ...ALL, filter: { eventName: { prefix: 'Create' }, service: { not: ['ec2'] } } }, ['function', 'namesake', 'bucket']],
      ['user: all of that name', { ...ALL, filter: { user: { in: ['alucloud10'] } } }, ['namesake', 'failed', 'denied', 'run-2016']],
      ['user and home', { ...ALL, filter: { user: { in: ['alucloud10'] }, home: { in: ['444455556666'] } } }, ['namesake']],
      ['user and account', { ...ALL, filter: { user: { in: ['alucloud10'] }, account: { in: [ACCOUNT] } } }, ['failed', 'denied', 'run-2016']],
      ['a group: user in', { ...ALL, filter: { user: { in: ['alucloud2', 'nobody'] } } }, ['in-a-minute', 'today', 'run-new-year-2017', 'stop-2016']],
      ['a user never seen, in a filter', { ...ALL, filter: { user: { in: ['nobody'] } } }, []],
      ['service by its event source', { ...ALL, filter: { service: { in: ['s3.amazonaws.com'] } } }, ['bucket']],
      ['region', { ...ALL, filter: { region: { in: ['eu-west-1'] } } }, ['function']],
      ['outcome denied', { ...ALL, filter: { outcome: { in: ['denied'] } } }, ['denied']],
      ['outcome error', { ...ALL, filter: { outcome: { in: ['error'] } } }, ['failed']],
      ['errorCode', { ...ALL, filter: { errorCode: { in: ['Client.UnauthorizedOperation'] } } }, ['denied']],
      ['readOnly', { ...ALL, filter: { readOnly: { in: ['true'] } } }, ['listed']],
      ['an attribute', { ...ALL, filter: { requestParameters_instanceType: { in: ['t1.micro'] } } }, ['run-2016']],
      ['limit', { ...ALL, limit: 2 }, ['in-a-minute', 'today']],
      ['the largest limit', { from: '2017-11-19', limit: 10_000 }, ['today', 'listed']],
    ]; // prettier-ignore
    for (const [why, request, expected] of scans) {
      it(why, async () => {
        assert.deepEqual(ids(await api.scan(request)), expected);
        if (request.limit === undefined) assert.equal(await api.scan({ ...request, count: true }), expected.length);
      });
    }

    it('are 1,000 unless told otherwise', async () => {
      await api.scan({});
      assert.equal(fixture.queries[0]!.limit, 1000);
    });

    it('of a user, by name, and within an account', async () => {
      assert.deepEqual(ids(await api.userEvents({ ...ALL, user: 'alucloud10' })), [
        'namesake',
        'failed',
        'denied',
        'run-2016',
      ]);
      assert.deepEqual(
        ids(await api.userEvents({ ...ALL, user: 'alucloud10', filter: { home: { in: ['444455556666'] } } })),
        ['namesake'],
      );
      assert.deepEqual(ids(await api.userEvents({ user: 'alucloud10' })), [], 'seen, but not in the last 7 days');
      assert.equal(await api.userEvents({ ...ALL, user: 'alucloud10', count: true }), 4);
      assert.equal(await api.userEvents({ user: 'alucloud10', count: true }), 0);
    });

    it('of a service, in both spellings', async () => {
      assert.deepEqual(ids(await api.serviceEvents({ ...ALL, service: 's3' })), ['bucket']);
      assert.deepEqual(ids(await api.serviceEvents({ ...ALL, service: 's3.amazonaws.com' })), ['bucket']);
      for (const service of ['s3', 's3.amazonaws.com'])
        assert.deepEqual(ids(await api.serviceEvents({ service })), [], 'not in the last 7 days');
    });

    it('of a user or service never seen are a 404 that says so', async () => {
      await assert.rejects(api.userEvents({ user: 'nobody' }), refusal('user', 404));
      await assert.rejects(api.userEvents({ user: 'ALUCLOUD10' }), refusal('user', 404));
      await assert.rejects(api.userActivity({ user: 'nobody' }), refusal('user', 404));
      await assert.rejects(api.serviceEvents({ service: 'ec3' }), refusal('service', 404));
    });

    it('are refused for what is malformed before they are for whom nobody has seen', async () => {
      await assert.rejects(api.userEvents({ user: 'nobody', limit: 0 }), refusal('limit'));
      await assert.rejects(api.serviceEvents({ service: 'ec3', from: 'x' }), refusal('from'));
      await assert.rejects(api.userActivity({ user: 'nobody', groupBy: ['x'] }), refusal('groupBy'));
      await assert.rejects(api.userEvents({ user: 'nobody', count: true }), refusal('user', 404));
    });

    it('of the user in the path cannot be those of another', async () => {
      for (const name of ['alucloud2', 'alucloud10']) {
        const filter = { user: { in: [name] } };
        await assert.rejects(api.userEvents({ ...ALL, user: 'alucloud10', filter }), refusal('user'));
        await assert.rejects(api.userActivity({ ...ALL, user: 'alucloud10', filter }), refusal('user'));
      }
      await assert.rejects(
        api.userEvents({ user: 'alucloud10', filter: { userIdentity_userName: { in: ['alucloud2'] } } }),
        refusal('user'),
      );
      await assert.rejects(
        api.serviceEvents({ service: 'ec2', filter: { service: { in: ['s3'] } } }),
        refusal('service'),
      );
      await assert.rejects(
        api.serviceEvents({ service: 'ec2', filter: { eventSource: { in: ['s3.amazonaws.com'] } } }),
        refusal('service'),
      );
    });

    const errors: [request: EventsRequest, parameter: string][] = [
      [{ limit: 0 }, 'limit'],
      [{ limit: 10_001 }, 'limit'],
      [{ limit: 1.5 }, 'limit'],
      [{ limit: NaN }, 'limit'],
      [{ count: true, limit: 10 }, 'limit'],
      [{ count: true, cursor: 'x' }, 'cursor'],
      [{ cursor: 'x' }, 'cursor'],
      [{ from: 'yesterday' }, 'from'],
      [{ to: 'tomorrow' }, 'to'],
      [{ from: '2017-09-09', to: '2017-06-06' }, 'from'],
      [{ tz: 'Mars' }, 'tz'],
      [{ filter: { nonsense: { in: ['x'] } } }, 'filter'],
      [{ filter: { kind: { in: ['human'] } } }, 'filter'],
    ];
    for (const [request, parameter] of errors) {
      it(`refuses ${JSON.stringify(request)} because of ${parameter}`, () =>
        assert.rejects(api.scan(request), refusal(parameter)));
    }
  });

  describe('pages', () => {
    async function follow(request: EventsRequest, between?: () => Promise<void>): Promise<string[][]> {
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await api.scan({ ...request, cursor });
        assert.ok(typeof page !== 'number');
        pages.push(ids(page));
        cursor = page.next;
        await between?.();
      } while (cursor !== undefined && pages.length < 100);
      return pages;
    }

    it('hold every event once, in order, whatever their size', async () => {
      const whole = ids(await api.scan(ALL));
      assert.equal(whole.length, CLASSROOM.length);
      for (let limit = 1; limit <= whole.length; limit++) {
        const pages = await follow({ ...ALL, limit });
        assert.deepEqual(pages.flat(), whole);
        assert.ok(pages.every((page) => page.length <= limit));
      }
    });

    it('stay in the period of the first while time goes by and events arrive', async () => {
      const pages = await follow({ limit: 1 }, async () => {
        fixture.clock.now += 3 * DAY;
        const time = new Date(fixture.clock.now).toISOString();
        await fixture.add(
          [`new-${time}`, time, 'CreateVolume'],
          [`late-${time}`, '2017-11-19T08:00:00Z', 'CreateVolume'],
        );
      });
      const late = (days: number) => `late-${new Date(NOW + days * DAY).toISOString()}`;
      assert.deepEqual(pages.flat().slice(0, 2), ['today', 'listed']);
      assert.ok(pages.flat().includes(late(3)), 'what was delivered late has its place');
      assert.ok(
        !pages.flat().some((id) => id.startsWith('new-') || id === 'in-a-minute'),
        'what happened later is not in the period',
      );
      assert.equal(pages.flat().at(-1), 'function');
    });

    it('may change their size on the way', async () => {
      const first = await api.scan({ ...ALL, limit: 2 });
      assert.ok(typeof first !== 'number');
      const rest = await api.scan({ ...ALL, limit: 100, cursor: first.next });
      assert.deepEqual([...ids(first), ...ids(rest)], ids(await api.scan(ALL)));
    });

    it('of one query do not go on with another', async () => {
      const first = await api.scan({ ...ALL, limit: 2 });
      assert.ok(typeof first !== 'number');
      const { next } = first;
      await assert.rejects(api.scan({ ...ALL, from: '2016-01-02', cursor: next }), refusal('cursor'));
      await assert.rejects(api.scan({ ...ALL, filter: { service: { in: ['ec2'] } }, cursor: next }), refusal('cursor'));
      await assert.rejects(api.userEvents({ ...ALL, user: 'alucloud2', cursor: next }), refusal('cursor'));
      await assert.rejects(api.serviceEvents({ ...ALL, service: 'ec2', cursor: next }), refusal('cursor'));
    });

    it('go on within a user and a service', async () => {
      for (const ask of [
        (request: EventsRequest) => api.userEvents({ ...request, user: 'alucloud2' }),
        (request: EventsRequest) => api.serviceEvents({ ...request, service: 'ec2' }),
      ]) {
        const first = await ask({ ...ALL, limit: 1 });
        assert.ok(typeof first !== 'number' && first.next);
        assert.deepEqual([...ids(first), ...ids(await ask({ ...ALL, cursor: first.next }))], ids(await ask(ALL)));
      }
    });
  });

  describe('lists', () => {
    const users: [why: string, request: { kind?: string; account?: string }, expected: string[]][] = [
      ['each once, 2 before 10', {}, ['alucloud2', 'alucloud10', 'alucloud230']],
      ['by kind', { kind: 'iamUser' }, ['alucloud2', 'alucloud10', 'alucloud230']],
      ['of a kind that nobody is of', { kind: 'role' }, []],
      ['by the account in which they were seen', { account: '444455556666' }, ['alucloud10']],
      ['of an account never seen', { account: '999999999999' }, []],
      ['by both', { kind: 'person', account: ACCOUNT }, []],
    ];
    for (const [why, request, expected] of users)
      it(`users: ${why}`, async () => assert.deepEqual(await api.users(request), expected));

    it('users: no such kind', () => assert.rejects(api.users({ kind: 'human' }), refusal('kind')));

    it('services, by their short names', async () =>
      assert.deepEqual(await api.services({}), ['ec2', 'iam', 'lambda', 's3']));

    it('parameters: every attribute that can be filtered on, and each can', async () => {
      const parameters = await api.parameters({});
      assert.deepEqual(parameters.toSorted(), [...ATTRIBUTES].sort());
      for (const name of parameters) {
        const value = { kind: 'role', outcome: 'ok', readOnly: 'true' }[name] ?? 'x';
        await assert.doesNotReject(api.scan({ filter: { [name]: { in: [value] } } }), name);
      }
    });
  });

  describe('activity', () => {
    it('is one total row without groups', async () => {
      assert.deepEqual(await api.activity(ALL), [
        { count: 16, errors: 2, denied: 1, first: '2016-03-01T10:00:00Z', last: '2017-11-20T15:31:00Z' },
      ]);
    });

    it('has no rows where there is nothing', async () => {
      assert.deepEqual(await api.activity({ from: '2015-01-01', to: '2015-12-31' }), []);
      assert.deepEqual(await api.activity({ from: '2015-01-01', to: '2015-12-31', groupBy: ['service'] }), []);
    });

    it('reads days in the zone, and hours in UTC', async () => {
      const period = { from: '2017-09-10', to: '2017-09-10', tz: 'Europe/Madrid' };
      const rows = async (groupBy: string[]) =>
        (await api.activity({ ...period, groupBy })).map((row) => [row[groupBy[0]!], row.count]);
      assert.deepEqual(await rows(['day']), [['2017-09-10', 2]]);
      assert.deepEqual(await rows(['hour']), [['2017-09-09T23:00:00Z', 1], ['2017-09-10T00:00:00Z', 1]]); // prettier-ignore
    });

    it('tells users of one name apart, and is sorted by bytes', async () => {
      const rows = await api.activity({ ...ALL, groupBy: ['user'] });
      assert.deepEqual(
        rows.map(({ user, kind, home, count }) => [user, kind, home, count]),
        [
          ['alucloud10', 'iamUser', ACCOUNT, 3],
          ['alucloud10', 'iamUser', '444455556666', 1],
          ['alucloud2', 'iamUser', ACCOUNT, 4],
          ['alucloud230', 'iamUser', ACCOUNT, 8],
        ],
      );
    });

    it('of a user is what activity with this user is', async () => {
      const groupBy = ['service', 'outcome'];
      assert.deepEqual(
        await api.userActivity({ ...ALL, user: 'alucloud10', groupBy }),
        await api.activity({ ...ALL, filter: { user: { in: ['alucloud10'] } }, groupBy }),
      );
    });

    it('takes every group', async () => {
      const groups = [
        'user',
        'kind',
        'home',
        'service',
        'eventName',
        'day',
        'hour',
        'account',
        'region',
        'outcome',
        'errorCode',
        'readOnly',
      ];
      for (const group of [...groups, 'quarter', 'requestParameters_instanceType']) {
        const rows = await api.activity({ ...ALL, groupBy: [group] });
        assert.equal(rows.reduce((sum, { count }) => sum + count, 0), 16, group); // prettier-ignore
        assert.ok(rows.every((row) => typeof row[group] === 'string'), group); // prettier-ignore
      }
    });

    const errors: [request: ActivityRequest, parameter: string][] = [
      [{ groupBy: ['week'] }, 'groupBy'],
      [{ groupBy: [''] }, 'groupBy'],
      [{ groupBy: ['__proto__'] }, 'groupBy'],
      [{ groupBy: ['day', 'user', 'day'] }, 'groupBy'],
      [{ filter: { nonsense: {} } }, 'filter'],
      [{ from: 'x' }, 'from'],
      [{ tz: 'x' }, 'tz'],
    ];
    for (const [request, parameter] of errors) {
      it(`refuses ${JSON.stringify(request)}`, () => assert.rejects(api.activity(request), refusal(parameter)));
    }
  });

  describe('gaps', () => {
    it('are hours that are over, in the zone and the period as of all routes', async () => {
      fixture.clock.now = Date.parse('2017-06-06T12:20:00Z');
      const { from, to, hours, without, gaps } = await api.gaps({ from: '2017-06-06', tz: 'Europe/Madrid' });
      assert.deepEqual([from, to, hours], ['2017-06-05T22:00:00Z', '2017-06-06T12:00:00Z', 14]);
      assert.equal(without, gaps.reduce((sum, gap) => sum + gap.hours, 0)); // prettier-ignore
      assert.equal((await api.gaps({})).hours, 7 * 24);
      assert.equal((await api.gaps({ from: '2017-06-06T12:00:00Z' })).hours, 0);
      await assert.rejects(api.gaps({ from: 'x' }), refusal('from'));
    });
  });

  describe('record', () => {
    it('is read from where the store says it lies', async () => {
      const { id } = eventsOf(CLASSROOM)[4]!;
      const wanted = { file: '0.json', position: 4, key: decodeEventId(id) };
      assert.deepEqual(await api.record({ user: 'alucloud230', id }), wanted);
    });

    it('is a 404 for nonsense, for an event not stored, and under another user', async () => {
      const [unknown] = eventsOf([
        record('unknown', '2017-06-06T00:00:00Z', 'RunInstances', { userIdentity: iamUser('nobody') }),
      ]);
      await assert.rejects(api.record({ user: 'alucloud230', id: 'nonsense' }), refusal('id', 404));
      await assert.rejects(api.record({ user: 'alucloud230', id: '' }), refusal('id', 404));
      await assert.rejects(api.record({ user: 'nobody', id: unknown!.id }), refusal('id', 404));
      await assert.rejects(api.record({ user: 'alucloud2', id: eventsOf(CLASSROOM)[4]!.id }), refusal('id', 404));
    });
  });

  it('status adds up, and bears the version', async () => {
    await fixture.add(['today', '2017-11-20T15:29:59Z', 'CreateVolume', { userIdentity: iamUser('alucloud2') }]);
    const status = await api.status({});
    assert.equal(status.version, '1.2.3');
    assert.deepEqual([status.files, status.records, status.events, status.duplicates], [2, 17, 16, 1]);
    assert.equal(status.records, status.events + status.duplicates + status.dropped + status.broken);
    assert.deepEqual([status.oldestEvent, status.newestEvent], ['2016-03-01T10:00:00Z', '2017-11-20T15:31:00Z']);
    assert.deepEqual(status.unsettled, []);
  });
});
