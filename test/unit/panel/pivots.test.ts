import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { matches, type EventFilter } from '../../../backend/core/filter.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import type { EventsRequest, TrackerApi } from '../../../backend/core/trackerApi.ts';
import { sameRequest } from '../../../extension/panel/sameRequest.ts';
import { sessionChain } from '../../../extension/panel/sessionChain.ts';
import { around, pivotsOf } from '../../../media/panel/pivots.ts';

const { signal } = new AbortController();

function event(number: number, more: Partial<TrackerEvent> = {}): TrackerEvent {
  return {
    id: `id${number}`,
    eventID: `event${number}`,
    eventTime: `2026-11-02T10:${String(number).padStart(2, '0')}:00Z`,
    eventName: 'CreateBucket',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'eu-west-1',
    account: '111122223333',
    userIdentity_userName: 'ana',
    kind: 'iamUser',
    home: '111122223333',
    proof: 'proven',
    readOnly: false,
    outcome: 'ok',
    logFile: 'log.json.gz',
    position: number,
    ...more,
  };
}

/** Answers newest first, a page of one event at a time, as a tracker may. */
function apiOver(events: readonly TrackerEvent[], records: Record<string, JsonObject> = {}) {
  const read: string[] = [];
  const api: Partial<TrackerApi> = {
    scan({ from = '', to = '', filter = {}, cursor = '0', limit = 1 }: EventsRequest) {
      const within = events.filter(({ eventTime }) => eventTime >= from && eventTime < to).reverse();
      const at = Number(cursor);
      if (limit > 1) return Promise.resolve({ events: within.filter((one) => matches(one, filter)) });
      const looked = within.slice(at, at + 1).filter((one) => matches(one, filter));
      return Promise.resolve({ events: looked, ...(at + 1 < within.length && { next: String(at + 1) }) });
    },
    record({ id }) {
      read.push(id);
      return Promise.resolve(records[id] ?? {});
    },
  };
  return { api: api as TrackerApi, read };
}

const gives = (key: string): Partial<TrackerEvent> => ({
  eventName: 'AssumeRole',
  readOnly: true,
  responseElements_credentials_accessKeyId: key,
});

describe('how a session began', () => {
  const events = [
    event(1, { ...gives('ASIA1'), userIdentity_accessKeyId: 'AKIAANA' }),
    // Somebody else's, in between.
    event(2, { ...gives('ASIA9'), userIdentity_accessKeyId: 'AKIABOB', userIdentity_userName: 'bob' }),
    event(3, { ...gives('ASIA2'), userIdentity_accessKeyId: 'ASIA1', userIdentity_userName: 'first', kind: 'role' }),
    // The key is in a request, and was not given out by it.
    event(4, { eventName: 'GetAccessKeyInfo', responseElements_credentials_accessKeyId: 'ASIA2' }),
  ];

  it('is followed from key to key, back to one that lasts', async () => {
    const { api } = apiOver(events);
    const chain = await sessionChain(api, { accessKeyId: 'ASIA2', eventTime: '2026-11-02T10:05:00Z' }, signal);
    assert.deepEqual(
      chain.map(({ eventID, userIdentity_userName }) => [eventID, userIdentity_userName]),
      [
        ['event3', 'first'],
        ['event1', 'ana'],
      ],
    );
  });

  it('is not looked for where a key lasts, nor after the event', async () => {
    const { api } = apiOver(events);
    assert.deepEqual(
      await sessionChain(api, { accessKeyId: 'AKIAANA', eventTime: '2026-11-02T10:05:00Z' }, signal),
      [],
    );
    assert.deepEqual(await sessionChain(api, { accessKeyId: 'ASIA2', eventTime: '2026-11-02T10:02:00Z' }, signal), []);
  });

  it('ends where logs say that a session began itself', async () => {
    const { api } = apiOver([event(1, { ...gives('ASIA1'), userIdentity_accessKeyId: 'ASIA1' })]);
    const chain = await sessionChain(api, { accessKeyId: 'ASIA1', eventTime: '2026-11-02T10:05:00Z' }, signal);
    assert.equal(chain.length, 1);
  });
});

describe('events of the same request', () => {
  it('are those nearby whose records bear its id, or the shared one', async () => {
    const at = '2026-11-02T10:01:00Z';
    const events = [1, 2, 3, 4].map((number) => event(number, { eventTime: at }));
    const far = event(5, { eventTime: '2026-11-02T10:02:00Z' });
    const { api, read } = apiOver([...events, far], {
      id1: { eventID: 'event1', requestID: 'r1', sharedEventID: 's1' },
      id2: { eventID: 'event2', requestID: 'r1' },
      id3: { eventID: 'event3', sharedEventID: 's1' },
      id4: { eventID: 'event4', requestID: 'r2' },
      id5: { eventID: 'event5', requestID: 'r1' },
    });
    assert.deepEqual((await sameRequest(api, event(1, { eventTime: at }), signal)).sort(), [
      'event1',
      'event2',
      'event3',
    ]);
    assert.ok(!read.includes('id5'), 'what is minutes away is not read');
  });

  it('are none but itself where a record has no such id', async () => {
    const { api } = apiOver([event(1), event(2, { eventTime: event(1).eventTime })], { id1: { eventID: 'event1' } });
    assert.deepEqual(await sameRequest(api, event(1), signal), ['event1']);
  });
});

describe('from an event to others', () => {
  const filters = (one: TrackerEvent) =>
    Object.fromEntries(pivotsOf(one).map(({ label, change }): [string, EventFilter] => [label, change.filter]));

  it('asks for the same user, session and resource', () => {
    const role = event(1, {
      kind: 'role',
      userIdentity_userName: 'admin',
      session: 'ana',
      resources: ['arn:aws:s3:::a', 'b'],
    });
    assert.deepEqual(filters(role), {
      'Same user': { user: { in: ['admin'] }, kind: { in: ['role'] }, home: { in: ['111122223333'] } },
      'Same session': {
        user: { in: ['admin'] },
        kind: { in: ['role'] },
        home: { in: ['111122223333'] },
        session: { in: ['ana'] },
      },
      'Same resource': { resources: { in: ['arn:aws:s3:::a'] } },
      'Around this time': {},
    });
    // Session names are chosen, keys are not: who has the key is the session.
    const keyed = filters({ ...role, userIdentity_accessKeyId: 'ASIA1' });
    assert.deepEqual(keyed['Same session'], { userIdentity_accessKeyId: { in: ['ASIA1'] } });
  });

  it('leads from a call that gave out keys to what was done with them', () => {
    assert.deepEqual(filters(event(1, gives('ASIA1')))['What its session did'], {
      userIdentity_accessKeyId: { in: ['ASIA1'] },
    });
  });

  it('looks five minutes around at least, in the counters’ quarters of an hour', () => {
    assert.deepEqual(around('2026-11-02T10:07:00Z'), { from: '2026-11-02T10:00:00Z', to: '2026-11-02T10:15:00Z' });
    assert.deepEqual(around('2026-11-02T10:14:00Z'), { from: '2026-11-02T10:00:00Z', to: '2026-11-02T10:30:00Z' });
  });
});
