import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import { activityKeyText } from '../../../backend/core/activityKeys.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { encode } from '../../../backend/core/eventId.ts';
import type { LogFileFacts } from '../../../backend/core/eventStore.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import { pack, unpack } from '../../../backend/dynamodb/pack.ts';
import type { Attributes, Table } from '../../../backend/dynamodb/table.ts';
import { pages } from '../../contract/eventStore.ts';
import { createRandom } from '../../contract/randomEvents.ts';
import { createMemoryTable, type MemoryTable } from '../../fixtures/memoryTable.ts';
import { unreliable } from './unreliable.ts';
import { eventsIn } from './useTable.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GROUPS = ['user', 'service', 'eventName', 'quarter'] as const;

let files = 0;

/** A log file delivered five minutes after its events, which happened one second after the other. */
function fileAt(time: string, names: readonly string[]): { file: LogFileFacts; events: TrackerEvent[] } {
  const start = Date.parse(time);
  const delivered = new Date(start + 5 * MINUTE).toISOString().replace(/[-:]/g, '').slice(0, 13);
  const name = `AWSLogs/111122223333_CloudTrail_eu-west-1_${delivered}Z_${++files}.json.gz`;
  const events = names.map((user, position): TrackerEvent => {
    const eventTime = `${new Date(start + position * 1000).toISOString().slice(0, 19)}Z`;
    const eventID = `${files}-${position}`;
    return {
      id: encode('iamUser', '111122223333', user, eventTime, eventID),
      eventID,
      eventTime,
      eventName: 'RunInstances',
      eventSource: 'ec2.amazonaws.com',
      awsRegion: 'eu-west-1',
      account: '111122223333',
      userIdentity_userName: user,
      kind: 'iamUser',
      home: '111122223333',
      proof: 'proven',
      readOnly: false,
      outcome: 'ok',
      logFile: name.slice('AWSLogs/'.length),
      position,
    };
  });
  assert.ok(activityKeyText(events[0]!));
  return { file: { name, size: 100, modified: start, records: names.length, dropped: 0, broken: 0 }, events };
}

/** Counts the requests for rows and for summaries. */
function watched(table: Table): { table: Table; rows: number; summaries: number } {
  const counts = {
    rows: 0,
    summaries: 0,
    table: {
      ...table,
      pages: (...parameters: Parameters<Table['pages']>) => {
        if (parameters[0].pk.includes('#activity#')) counts.rows++;
        if (parameters[0].pk.includes('#summary#')) counts.summaries++;
        return table.pages(...parameters);
      },
    },
  };
  return counts;
}

function clock(time: string) {
  const state = { time: Date.parse(time) };
  return { now: () => state.time, set: (later: string) => (state.time = Date.parse(later)) };
}

async function assertRight(table: MemoryTable, now: () => number, period = { from: 0, to: Date.parse('2030-01-01') }) {
  const store = createStoreOnTable(table, { now });
  const events = eventsIn(table);
  const query = { period, filter: {}, groupBy: GROUPS, tz: 'Europe/Madrid' };
  assert.deepEqual(await store.activity(query), await activityFromEvents(events, query));
  const status = await store.status();
  assert.equal(status.events, events.length);
  const times = events.map(({ eventTime }) => eventTime).sort();
  assert.deepEqual([status.oldestEvent, status.newestEvent], [times[0], times.at(-1)]);
  assert.deepEqual((await store.loggedHours({ from: 0, to: Date.parse('2030-01-01') })).hours, hoursIn(table));
}

/** Of all rows, and of the numbers of files without events. */
function hoursIn(table: MemoryTable): number[] {
  const items = table.items().filter(({ pk }) => /#(activity|files)#\d/.test(pk));
  const hours = items.map(({ pk, sk }) => Date.parse(`${pk.slice(-10)}T${sk.slice(0, 2)}:00:00Z`));
  return [...new Set(hours)].sort((a, b) => a - b);
}

describe('summaries', () => {
  /** Files of two months and of today. */
  async function filled() {
    const table = createMemoryTable();
    const time = clock('2026-03-10T12:30:00Z');
    const store = createStoreOnTable(table, { now: time.now });
    for (const at of [
      '2026-01-31T23:50:00Z',
      '2026-02-01T00:10:00Z',
      '2026-02-14T08:00:00Z',
      '2026-02-14T08:20:00Z',
      '2026-02-28T23:57:00Z',
      '2026-03-09T10:00:00Z',
      '2026-03-10T09:00:00Z',
      '2026-03-10T12:00:00Z',
    ]) {
      const { file, events } = fileAt(at, ['ann', 'bob', 'ann']);
      await store.ingest(file, events);
    }
    return { table, time };
  }
  const FEBRUARY = { from: Date.parse('2026-02-01T00:00:00Z'), to: Date.parse('2026-03-10T13:00:00Z') };

  it('of a month have the days that come into it while it is summed up', async () => {
    const { table, time } = await filled();
    // Of a day of which there was nothing, in the moment after the days were looked up.
    const { file, events } = fileAt('2026-02-20T08:00:00Z', ['eve']);
    let isComing = true;
    const late: Table = {
      ...table,
      async *pages(range, options) {
        yield* table.pages(range, options);
        if (!isComing || !range.pk.includes('#catalogue#days')) return;
        isComing = false;
        await createStoreOnTable(table, { now: time.now }).ingest(file, events);
      },
    };
    await createStoreOnTable(late, { now: time.now }).status();
    assert.equal(isComing, false);
    await assertRight(table, time.now);
  });

  it('answer the same question again without reading a row of what is over', async () => {
    const { table, time } = await filled();
    const query = { period: FEBRUARY, filter: {}, groupBy: ['user'], tz: 'UTC' };
    await createStoreOnTable(table, { now: time.now }).activity(query);
    const counts = watched(table);
    const store = createStoreOnTable(counts.table, { now: time.now });
    const rows = await store.activity(query);
    assert.deepEqual(
      rows.map(({ user, count }) => [user, count]),
      [
        ['ann', 14],
        ['bob', 7],
      ],
    );
    // The hours of today that are not over, or not long enough.
    assert.equal(counts.rows, 3);
    assert.ok(counts.summaries > 0);
  });

  it('are made of hours, days and months, and only of such as are over', async () => {
    const { table, time } = await filled();
    await assertRight(table, time.now);
    const made = table
      .items()
      .filter(({ pk, sk }) => pk.includes('#summary#') && !sk.startsWith('token'))
      .map(({ sk }) => sk);
    assert.ok(made.includes('month#0'));
    assert.ok(made.includes('day#2026-02-14#0'));
    assert.ok(made.includes('hour#2026-03-10#09#0'));
    assert.ok(!made.some((sk) => /^day#2026-03-10|^hour#2026-03-10#1[12]/.test(sk)), made.join(' '));
  });

  for (const late of ['2026-01-31T23:58:00Z', '2026-02-14T08:40:00Z', '2026-02-20T00:00:00Z', '2026-03-10T03:00:00Z']) {
    it(`do not hold after a file of ${late} came late`, async () => {
      const { table, time } = await filled();
      await assertRight(table, time.now);
      const { file, events } = fileAt(late, ['carol']);
      await createStoreOnTable(table, { now: time.now }).ingest(file, events);
      await assertRight(table, time.now);
      await assertRight(table, time.now);
    });
  }

  it('do not hold after a late file whose ingester died before its end, and was repeated', async () => {
    const { file, events } = fileAt('2026-02-14T09:00:00Z', ['carol']);
    for (let requests = 0; requests < 14; requests++) {
      const { table, time } = await filled();
      await assertRight(table, time.now);
      let left = requests;
      const alive = () => {
        if (left-- <= 0) throw new Error('died');
      };
      const dying: Table = {
        ...table,
        get: async (...parameters) => (alive(), table.get(...parameters)),
        put: async (...parameters) => (alive(), table.put(...parameters)),
        delete: async (...parameters) => (alive(), table.delete(...parameters)),
      };
      await createStoreOnTable(dying, { now: time.now })
        .ingest(file, events)
        .catch((error: Error) => assert.equal(error.message, 'died'));
      await createStoreOnTable(table, { now: time.now }).status();
      await createStoreOnTable(table, { now: time.now }).ingest(file, events);
      await assertRight(table, time.now);
    }
  });

  it('hold however a late file and the making of a summary interleave', async () => {
    const { file, events } = fileAt('2026-02-14T09:00:00Z', ['carol']);
    let tried = 0;
    for (let pause = 0, paused = true; paused; pause += 3, tried++) {
      const { table, time } = await filled();
      let left = pause;
      paused = false;
      const late = async () => {
        if (left-- !== 0) return;
        paused = true;
        await createStoreOnTable(table, { now: time.now }).ingest(file, events);
      };
      const interrupted: Table = {
        ...table,
        get: async (...parameters) => (await late(), table.get(...parameters)),
        put: async (...parameters) => (await late(), table.put(...parameters)),
        async *pages(...parameters) {
          await late();
          yield* table.pages(...parameters);
        },
      };
      const reader = createStoreOnTable(interrupted, { now: time.now });
      await reader.activity({ period: FEBRUARY, filter: {}, groupBy: ['user'], tz: 'UTC' });
      await assertRight(table, time.now);
    }
    assert.ok(tried > 20, `${tried} moments were tried`);
  });

  it('hold while many read and write at random', async () => {
    for (const seed of [1, 2, 3]) {
      const { table, time } = await filled();
      const random = createRandom(seed);
      const shaky = unreliable(table, random, 0);
      const writers = Array.from({ length: 3 }, async (_, writer) => {
        for (let count = 0; count < 6; count++) {
          const at = new Date(Date.parse('2026-02-01') + Math.floor(random() * 37 * 24) * HOUR).toISOString();
          const { file, events } = fileAt(at, [`user${writer}`]);
          await createStoreOnTable(shaky, { now: time.now }).ingest(file, events);
        }
      });
      const readers = Array.from({ length: 3 }, async () => {
        for (let count = 0; count < 5; count++) {
          await createStoreOnTable(shaky, { now: time.now }).activity({
            period: FEBRUARY,
            filter: {},
            groupBy: ['user'],
            tz: 'UTC',
          });
        }
      });
      await Promise.all([...writers, ...readers]);
      await assertRight(table, time.now);
      time.set('2026-04-02T00:00:00Z');
      await assertRight(table, time.now);
      await assertRight(table, time.now);
    }
  });

  describe('that were made before they told the hours of files', () => {
    /** As earlier versions have left them, with a file in which nothing was. */
    async function old() {
      const { table, time } = await filled();
      const { file } = fileAt('2026-02-14T03:10:00Z', ['nobody']);
      await createStoreOnTable(table, { now: time.now }).ingest({ ...file, records: 0 }, []);
      await createStoreOnTable(table, { now: time.now }).status();
      let stripped = 0;
      for (const { pk, sk, attributes } of table.items()) {
        const totals = attributes['t']?.B;
        if (!pk.includes('#summary#') || !totals) continue;
        const { hours, ...others } = unpack(totals) as { hours?: object };
        if (hours) stripped++;
        await table.put({ pk, sk }, { ...attributes, t: { B: pack(others) } });
      }
      assert.ok(stripped > 3, `${stripped} summaries told them`);
      return { table, time };
    }

    it('are made anew for who wants to know, once', async () => {
      const { table, time } = await old();
      await assertRight(table, time.now);
      const counts = watched(table);
      const store = createStoreOnTable(counts.table, { now: time.now });
      // Of whole months, and so of the days that have anything.
      const { hours } = await store.loggedHours({ from: 0, to: Date.parse('2026-03-10T00:00:00Z') });
      assert.ok(hours.includes(Date.parse('2026-02-14T03:00:00Z')));
      assert.equal(counts.rows, 0);
    });

    it('do for all else, and do not seem to know the hours of a month that is summed up from them', async () => {
      const { table, time } = await old();
      for (const { pk, sk } of table.items()) if (sk.startsWith('month#')) await table.delete({ pk, sk });
      const query = { period: FEBRUARY, filter: {}, groupBy: ['user'], tz: 'UTC' };
      await createStoreOnTable(table, { now: time.now }).activity(query);
      const month = table.items().find(({ sk }) => sk === 'month#0')?.attributes['t']?.B;
      assert.ok(month && !('hours' in (unpack(month) as object)));
      await assertRight(table, time.now);
    });
  });

  it('tell the hours of a period that begins and ends within days, without reading a row of these', async () => {
    const { table, time } = await filled();
    const store = createStoreOnTable(table, { now: time.now });
    const period = { from: Date.parse('2026-02-14T08:00:00Z'), to: Date.parse('2026-03-09T10:00:00Z') };
    await store.loggedHours(period);
    const counts = watched(table);
    const { since, hours } = await createStoreOnTable(counts.table, { now: time.now }).loggedHours(period);
    assert.equal(since, period.from);
    assert.deepEqual(
      hours.map((hour) => new Date(hour).toISOString().slice(0, 13)),
      ['2026-02-14T08', '2026-02-28T23', '2026-03-01T00'],
    );
    assert.equal(counts.rows, 0);
  });

  it('tell no hours that have expired', async () => {
    const { table, time } = await filled();
    const store = createStoreOnTable(table, { now: time.now, retentionDays: 20 });
    const { since, hours } = await store.loggedHours({ from: FEBRUARY.from, to: time.now() });
    assert.equal(new Date(since).toISOString(), '2026-02-18T12:30:00.000Z');
    assert.deepEqual(
      hours.map((hour) => new Date(hour).toISOString().slice(0, 13)),
      ['2026-02-28T23', '2026-03-01T00', '2026-03-09T10', '2026-03-10T09', '2026-03-10T12'],
    );
  });

  it('can be made before anybody asks', async () => {
    const { table, time } = await filled();
    time.set('2026-03-01T02:30:00Z');
    const store = createStoreOnTable(table, { now: time.now });
    await store.sumUp();
    const counts = watched(table);
    const period = { from: Date.parse('2026-02-01'), to: Date.parse('2026-03-01') };
    const query = { period, filter: {}, groupBy: ['user'], tz: 'UTC' };
    const rows = await createStoreOnTable(counts.table, { now: time.now }).activity(query);
    assert.equal(rows.reduce((sum, { count }) => sum + count, 0), 12); // prettier-ignore
    assert.equal(counts.rows, 0);
    const before = table.items();
    await store.sumUp();
    assert.deepEqual(table.items(), before);
  });

  describe('with very many cells', () => {
    const table = createMemoryTable();
    const now = () => Date.parse('2026-03-10T12:30:00Z');
    const services = Array.from({ length: 40 }, (_, index) => `service${index}`);
    const random = createRandom(51);
    const ofServices = (names: readonly string[]) => ({ service: { in: [...names] } });
    /** What users of their own do with some services, on a day of February and one of March. */
    async function add(users: number, some: readonly string[]): Promise<void> {
      for (const at of ['2026-02-14T08:00:00Z', '2026-03-05T08:00:00Z']) {
        const names = Array.from({ length: users * some.length }, () => random().toString(36).slice(2));
        const { file, events } = fileAt(at, names);
        const spread = events.map((event, index) => ({
          ...event,
          eventSource: `${some[Math.floor(index / users)]}.amazonaws.com`,
        }));
        await createStoreOnTable(table, { now }).ingest(file, spread);
      }
      await createStoreOnTable(table, { now }).status();
    }
    /** Bytes of cells that a question reads. */
    async function bytesOf(names: readonly string[]): Promise<number> {
      let bytes = 0;
      const count = (attributes: Attributes | undefined) => (bytes += attributes?.['c']?.B?.length ?? 0);
      const watching: Table = {
        ...table,
        get: async (...parameters) => {
          const attributes = await table.get(...parameters);
          count(attributes);
          return attributes;
        },
        async *pages(...parameters) {
          for await (const page of table.pages(...parameters)) {
            for (const { attributes } of page) count(attributes);
            yield page;
          }
        },
      };
      const query = { period: FEBRUARY, filter: ofServices(names), groupBy: GROUPS, tz: 'UTC' };
      const rows = await createStoreOnTable(watching, { now }).activity(query);
      assert.deepEqual(rows, await activityFromEvents(eventsIn(table), query));
      return bytes;
    }
    before(() => add(40, services));

    it('read little for a question about a service, however much others do', async () => {
      const all = await bytesOf(services);
      const before = await bytesOf(['service7']);
      await add(80, services.filter((name) => name !== 'service7')); // prettier-ignore
      assert.ok((await bytesOf(services)) > 2 * all);
      // Two parts of a day and of a month at most, and the first.
      const most = 2 * 3 * 16_384;
      assert.ok((await bytesOf(['service7'])) < Math.min(most, 2 * before), `${before} bytes before`);
    });

    for (const names of [['service0'], ['service39', 'service1'], ['none'], ['a', 'zzz'], services, []]) {
      it(`have all of ${names.length} services, of ${names[0]} and others`, () => bytesOf(names));
    }

    it('have the events of a service', async () => {
      const store = createStoreOnTable(table, { now });
      const found = await pages(store, { period: FEBRUARY, filter: ofServices(['service7']), limit: 1000 });
      const expected = eventsIn(table).filter(({ eventSource }) => eventSource === 'service7.amazonaws.com');
      assert.deepEqual(found.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort());
    });
  });

  it('trust writers whose clock is most of an hour behind', async () => {
    const { table, time } = await filled();
    await assertRight(table, time.now);
    // Ten o'clock ends at eleven: it is half past twelve for readers, and ten to twelve for the writer.
    const { file, events } = fileAt('2026-03-10T10:30:00Z', ['carol']);
    await createStoreOnTable(table, { now: () => time.now() - 40 * MINUTE }).ingest(file, events);
    await assertRight(table, time.now);
    time.set('2026-03-10T13:30:00Z');
    await assertRight(table, time.now);
  });
});
