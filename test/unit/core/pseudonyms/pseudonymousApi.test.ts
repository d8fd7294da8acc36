import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../../backend/core/activity.ts';
import { createTrackerApi } from '../../../../backend/core/createTrackerApi.ts';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import { eventPages } from '../../../../backend/core/eventPages.ts';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import { pseudonymousApi, type PseudonymousApi } from '../../../../backend/core/pseudonyms/pseudonymousApi.ts';
import type { ActivityRequest, EventsPage, TrackerApi } from '../../../../backend/core/trackerApi.ts';
import { createMemoryStore } from '../../../contract/memoryStore.ts';
import { trackerEvent } from '../../../fixtures/trackerEvents.ts';

const PERIOD = { from: '2024-06-01', to: '2024-06-30' };

const ALICE = {
  userIdentity_userName: 'alice',
  sourceIPAddress: '203.0.113.1',
  resources: ['alices-bucket', 'i-01234567'],
};
const BOB = {
  userIdentity_userName: 'bob',
  home: '444455556666',
  userIdentity_arn: 'arn:aws:iam::444455556666:user/bob',
};
const LAB = { kind: 'role', userIdentity_userName: 'LabRole', role: 'LabRole', proof: 'claimed' } as const;

/** Two alices in two accounts, a role of that name, a role with sessions, root and a service. */
const EVENTS: TrackerEvent[] = [
  ALICE,
  { ...ALICE, home: '444455556666', resources: ['alices-bucket'] },
  { ...ALICE, kind: 'role' } as const,
  BOB,
  { ...BOB, errorMessage: 'bob may not', outcome: 'denied', errorCode: 'AccessDenied' } as const,
  { ...LAB, session: 'alice' },
  { ...LAB, session: 'carol' },
  { ...LAB, session: 'i-0123456789abcdef0' },
  { ...LAB, userIdentity_userName: 'reader-bob', role: 'reader-bob', session: 'carol' },
  { kind: 'root', userIdentity_userName: 'root' } as const,
  { kind: 'service', home: '', userIdentity_userName: 'ec2.amazonaws.com' } as const,
].map((change, at) => trackerEvent({ ...change, eventID: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` }));

const NAMES = /alice|bob|carol|203\.0\.113/i;

describe('a tracker with pseudonyms', () => {
  let real: TrackerApi;
  let hidden: PseudonymousApi;
  let keys: number;
  const key = () => (keys++, Promise.resolve(Buffer.from('a key')));

  beforeEach(async () => {
    keys = 0;
    const store = createMemoryStore();
    await store.ingest({ name: 'a', size: 1, modified: 0, records: EVENTS.length, dropped: 0, broken: 0 }, EVENTS);
    const readRecord = () => Promise.reject(new Error('not asked for'));
    real = createTrackerApi({ store, now: () => Date.parse('2024-07-01T00:00:00Z'), version: '1', readRecord });
    hidden = pseudonymousApi(real, key);
  });

  const rows = (api: TrackerApi, request: ActivityRequest) => api.activity({ ...PERIOD, ...request });
  const ids = async (api: TrackerApi, filter: EventFilter) =>
    ((await api.scan({ ...PERIOD, filter })) as EventsPage).events.map(({ eventID }) => eventID);
  const numbers = (all: ActivityRow[]) => all.map(({ count, errors, denied }) => [count, errors, denied]).sort();

  it('is not asked for its key before somebody asks', async () => {
    assert.equal(keys, 0);
    await hidden.users({});
    await hidden.users({});
    assert.equal(keys, 1);
  });

  it('names nobody in any answer', async () => {
    const answers = [
      await hidden.users({}),
      await hidden.users({ kind: 'iamUser' }),
      await hidden.scan(PERIOD),
      await hidden.serviceEvents({ ...PERIOD, service: 'ec2' }),
      await rows(hidden, { groupBy: ['user', 'session'] }),
      await rows(hidden, { groupBy: ['resources'] }),
      await rows(hidden, { groupBy: ['sourceIPAddress', 'userIdentity_arn', 'errorMessage', 'role'] }),
      await hidden.status({}),
    ];
    assert.doesNotMatch(JSON.stringify(answers), NAMES);
    for (const { id } of ((await hidden.scan(PERIOD)) as EventsPage).events)
      assert.doesNotMatch(Buffer.from(id, 'base64url').toString(), NAMES);
  });

  it('keeps what names nobody', async () => {
    const users = (await rows(hidden, { groupBy: ['user'] })).map((row) => row['user']);
    for (const kept of ['LabRole', 'root', 'ec2.amazonaws.com']) assert.ok(users.includes(kept), kept);
    const events = ((await hidden.scan({ ...PERIOD, filter: { kind: { in: ['root'] } } })) as EventsPage).events;
    const [{ id, ...root }] = events as [TrackerEvent];
    assert.deepEqual(
      { ...root, id },
      EVENTS.find(({ kind }) => kind === 'root'),
    );
  });

  it('has the same pseudonyms with the same key, and others with another', async () => {
    const users = await hidden.users({});
    assert.deepEqual(await pseudonymousApi(real, key).users({}), users);
    const other = await pseudonymousApi(real, () => Promise.resolve(Buffer.from('another'))).users({});
    assert.equal(users.filter((name) => name.startsWith('user-') && other.includes(name)).length, 0);
  });

  it('sorts rows and names by what shows', async () => {
    const users = (await rows(hidden, { groupBy: ['user'] })).map((row) => String(row['user']));
    assert.deepEqual(users, users.toSorted());
    const names = await hidden.users({});
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const field of ['user', 'session', 'role', 'resources', 'sourceIPAddress', 'userIdentity_arn', 'errorMessage']) {
    it(`counts by ${field} as with names, and finds the events of each value`, async () => {
      const [shown, named] = [await rows(hidden, { groupBy: [field] }), await rows(real, { groupBy: [field] })];
      assert.deepEqual(numbers(shown), numbers(named));
      const found: string[][] = [];
      for (const row of shown) {
        const value = String(row[field]);
        const filter: EventFilter = { [field]: value === '' ? { not: shown.map((each) => String(each[field])).filter(Boolean) } : { in: [value] } }; // prettier-ignore
        if (field === 'user') Object.assign(filter, { kind: { in: [row['kind']] }, home: { in: [row['home']] } });
        const [sum] = await rows(hidden, { filter });
        assert.equal(sum?.count, row.count, value);
        found.push(await ids(hidden, filter));
        // As after the window was reloaded: then nothing is remembered.
        assert.deepEqual(await ids(pseudonymousApi(real, key), filter), found.at(-1));
      }
      assert.deepEqual([...new Set(found.flat())].sort(), EVENTS.map(({ eventID }) => eventID).sort());
    });
  }

  it('takes one name for all users of it, as without pseudonyms', async () => {
    const alice = (await hidden.hideFilter({ user: { in: ['alice'] } })).user?.in?.[0] ?? '';
    assert.match(alice, /^user-[0-9a-hjkmnp-tv-z]{8}$/);
    const count = { ...PERIOD, user: alice, count: true };
    assert.equal(await hidden.userEvents(count), 3);
    assert.deepEqual(numbers(await hidden.userActivity({ ...PERIOD, user: alice, groupBy: ['user'] })), [
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]);
    await assert.rejects(hidden.userEvents({ ...count, user: 'user-00000000' }), {
      status: 404,
      message: /user-00000000/,
    });
  });

  it('gives pages', async () => {
    const filter = await hidden.hideFilter({ user: { in: ['alice', 'bob'] } });
    const first = (await hidden.scan({ ...PERIOD, filter, limit: 3 })) as EventsPage;
    const second = (await hidden.scan({ ...PERIOD, filter, limit: 3, cursor: first.next })) as EventsPage;
    const all: TrackerEvent[] = [];
    for await (const page of eventPages(hidden, { ...PERIOD, filter })) all.push(...page);
    assert.equal(all.length, 5);
    assert.deepEqual([...first.events, ...second.events], all);
  });

  it('hides and shows a filter', async () => {
    const filter: EventFilter = {
      user: { in: ['alice'], not: ['bob'] },
      eventName: { prefix: 'Run' },
      resources: { in: ['i-01234567', 'alices-bucket'] },
      kind: { in: ['iamUser'] },
    };
    const shown = await hidden.hideFilter(filter);
    assert.doesNotMatch(JSON.stringify(shown), NAMES);
    assert.deepEqual(shown.eventName, filter.eventName);
    assert.deepEqual(await hidden.showFilter(shown, PERIOD), filter);
    assert.deepEqual(await pseudonymousApi(real, key).showFilter(shown, PERIOD), filter);
    assert.deepEqual(await hidden.hideFilter({ user: { prefix: 'ali' } }), {});
  });

  it('hides users that nobody has seen, and keeps what it keeps elsewhere', async () => {
    const [alice = '', zoe = '', role] = await hidden.hideUsers(['alice', 'zoe', 'LabRole']);
    assert.match(alice, /^user-\w{8}$/);
    assert.match(zoe, /^user-\w{8}$/);
    assert.notEqual(alice, zoe);
    assert.equal(role, 'LabRole');
    assert.deepEqual(await hidden.showFilter({ user: { in: [alice, zoe] } }, PERIOD), {
      user: { in: ['alice', 'zoe'] },
    });
    assert.ok((await hidden.users({})).includes(alice), 'as in the other views');
  });

  it('leads from an access key to the call that gave it out', async () => {
    const store = createMemoryStore();
    const events = [
      trackerEvent({ eventID: 'a', eventName: 'AssumeRole', responseElements_credentials_accessKeyId: 'ASIAEXAMPLE' }),
      trackerEvent({ eventID: 'b', userIdentity_accessKeyId: 'ASIAEXAMPLE' }),
    ];
    await store.ingest({ name: 'a', size: 1, modified: 0, records: 2, dropped: 0, broken: 0 }, events);
    const readRecord = () => Promise.reject(new Error('not asked for'));
    const api = pseudonymousApi(createTrackerApi({ store, now: () => 0, version: '1', readRecord }), key);
    const { events: shown } = (await api.scan(PERIOD)) as EventsPage;
    const used = shown.find((event) => event.userIdentity_accessKeyId)?.userIdentity_accessKeyId ?? '';
    assert.match(used, /^ASIA-\w{8}$/);
    assert.equal(await api.scan({ ...PERIOD, count: true, filter: { responseElements_credentials_accessKeyId: { in: [used] } } }), 1); // prettier-ignore
  });

  it('has no whole record', async () => {
    const [event] = ((await hidden.scan(PERIOD)) as EventsPage).events;
    const request = { user: event!.userIdentity_userName, id: event!.id };
    await assert.rejects(hidden.record(request), { status: 403 });
  });
});
