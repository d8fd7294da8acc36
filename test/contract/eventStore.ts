import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { keyOf } from '../../backend/core/eventId.ts';
import type { Catalogue, EventKey, EventsQuery, EventStore } from '../../backend/core/eventStore.ts';
import { createMemoryStore } from './memoryStore.ts';
import { RandomEvents, type RandomFile } from './randomEvents.ts';

export interface StoreUnderTest {
  store: EventStore;
  /** The same store, opened anew: nothing may live in memory alone. */
  reopen(): Promise<EventStore>;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
const ALL = { from: 0, to: Date.parse('2030-01-01T00:00:00Z') };

/** The contract of every EventStore: it answers as the naive one in memory does. */
export function testEventStore(
  name: string,
  create: () => Promise<StoreUnderTest>,
  /** Random questions of each kind; a store behind a network is asked fewer. */
  questions = { pages: 60, activity: 150, seeds: [11, 12, 13] },
): void {
  describe(`${name} as an EventStore`, () => {
    let under: StoreUnderTest;
    let store: EventStore;

    beforeEach(async () => {
      under = await create();
      store = under.store;
    });
    afterEach(() => under.close());

    it('is empty at first', async () => {
      assert.deepEqual(await store.events({ period: ALL, filter: {}, limit: 10 }), { events: [] });
      assert.deepEqual(await store.activity({ period: ALL, filter: {}, groupBy: [], tz: 'UTC' }), []);
      assert.deepEqual(await wholeCatalogue(store), {
        users: [],
        services: [],
        accounts: [],
        regions: [],
        eventNames: [],
      });
      assert.deepEqual(plain(await store.status()), plain(await createMemoryStore().status()));
    });

    it('stores an event once, however often its file is added', async () => {
      const { file, events } = new RandomEvents(1).file(20);
      const first = await store.ingest(file, events);
      const before = await everything(store);
      assert.deepEqual(await store.ingest(file, events), { stored: 0, duplicates: events.length });
      assert.deepEqual(await everything(store), before);
      assert.equal(first.stored + first.duplicates, events.length);
    });

    it('stores an event once that two files deliver', async () => {
      const random = new RandomEvents(2);
      const one = random.file(1);
      const two = { ...random.file(0).file, records: 1, broken: 0, dropped: 0 };
      await store.ingest(one.file, one.events);
      const again = { ...one.events[0]!, logFile: 'other.json', position: 7 };
      assert.deepEqual(await store.ingest(two, [again]), { stored: 0, duplicates: 1 });
      const [row] = await store.activity({ period: ALL, filter: {}, groupBy: [], tz: 'UTC' });
      assert.equal(row?.count, 1);
      assert.deepEqual(await store.locate(keyOf(again)), { file: one.file.name, position: 0 });
    });

    it('stores an event once that occurs twice in a file', async () => {
      const { file, events } = new RandomEvents(3).file(1);
      assert.deepEqual(await store.ingest({ ...file, records: 2 }, [events[0]!, events[0]!]), {
        stored: 1,
        duplicates: 1,
      });
      assert.equal((await store.status()).events, 1);
    });

    it('reads a changed file again, and keeps what its old version added', async () => {
      const random = new RandomEvents(4);
      const { file, events } = random.file(5);
      const more = random.file(3);
      await store.ingest(file, events);
      await store.ingest({ ...file, size: file.size + 1, records: file.records + 3 }, [...events, ...more.events]);
      const { records, events: stored, duplicates, dropped, broken, files } = await store.status();
      assert.equal(files, 1);
      assert.equal(records, stored + duplicates + dropped + broken);
    });

    it('tells users of one name apart by kind and home', async () => {
      const { file, events } = new RandomEvents(5).file(1);
      const base = events[0]!;
      const users = [
        { kind: 'iamUser', home: '111122223333' },
        { kind: 'iamUser', home: '444455556666' },
        { kind: 'person', home: '' },
      ] as const;
      await store.ingest(
        { ...file, records: 3 },
        users.map((user, position) => ({ ...base, ...user, position })),
      );
      const rows = await store.activity({ period: ALL, filter: {}, groupBy: ['user'], tz: 'UTC' });
      assert.deepEqual(
        rows.map(({ kind, home, count }) => ({ kind, home, count })),
        users.map((user) => ({ ...user, count: 1 })),
      );
      assert.equal((await store.catalogue('users')).length, 3);
    });

    it('tells the hours of files and of events, whatever the file’s name tells', async () => {
      const random = new RandomEvents(8);
      const at = (time: string) => ({ ...random.file(1).events[0]!, eventTime: `2021-03-20T${time}Z` });
      const named = (name: string, count: number) => ({ ...random.file(0).file, name, ...facts(count) });
      const facts = (records: number) => ({ records, broken: 0, dropped: 0 });
      const standard = (time: string) => `/logs/111122223333_CloudTrail_us-east-1_20210320T${time}Z_x${time}.json.gz`;
      // Delivered in the hour after its event; with nothing in it; and two of which nothing tells when they were delivered.
      await store.ingest(named(standard('0302'), 1), [at('02:58:10')]);
      await store.ingest(named(standard('0710'), 0), []);
      await store.ingest(named('/logs/export.json', 2), [at('09:00:00'), at('11:59:59')]);
      await store.ingest(named('/logs/empty.json', 0), []);
      const day = Date.parse('2021-03-20T00:00:00Z');
      const hours = async (from: number, to: number) => {
        const { since, hours: known } = await store.loggedHours({ from: day + from * HOUR, to: day + to * HOUR });
        assert.equal(since, day + from * HOUR);
        return known.map((hour) => (hour - day) / HOUR);
      };
      assert.deepEqual(await hours(0, 24), [2, 3, 7, 9, 11]);
      assert.deepEqual(await hours(3, 9), [3, 7]);
      assert.deepEqual(await hours(12, 12), []);
      store = await under.reopen();
      assert.deepEqual(await hours(0, 24), [2, 3, 7, 9, 11]);
    });

    it('pages from where the last page ended, while events arrive', async () => {
      const random = new RandomEvents(6);
      const files = Array.from({ length: 8 }, () => random.file());
      const early = files.slice(0, 4);
      for (const { file, events } of early) await store.ingest(file, events);
      const first = await store.events({ period: ALL, filter: {}, limit: 5 });
      const expected = (await pages(store, { period: ALL, filter: {}, limit: 1000 })).map(({ id }) => id).slice(5);
      for (const { file, events } of files.slice(4)) await store.ingest(file, events);
      const rest = await pages(store, { period: ALL, filter: {}, limit: 5, after: first.next });
      const later = new Set(files.slice(4).flatMap(({ events }) => events.map(({ id }) => id)));
      assert.deepEqual(
        rest.map(({ id }) => id).filter((id) => !later.has(id) || expected.includes(id)),
        expected,
      );
      assert.equal(new Set(rest.map(({ id }) => id)).size, rest.length);
    });

    it('gives up a search through events when asked to', async () => {
      const random = new RandomEvents(7);
      for (let count = 0; count < 20; count++) {
        const { file, events } = random.file(100);
        await store.ingest(file, events);
      }
      const filter = { resources: { in: ['none'] } };
      await assert.rejects(store.events({ period: ALL, filter, limit: 10 }, AbortSignal.abort()), {
        name: 'AbortError',
      });
      await assert.rejects(store.activity({ period: ALL, filter, groupBy: [], tz: 'UTC' }, AbortSignal.abort()), {
        name: 'AbortError',
      });
    });

    for (const seed of questions.seeds) {
      it(`answers as the naive store does (seed ${seed})`, async () => {
        const random = new RandomEvents(seed);
        const naive = createMemoryStore();
        const files = Array.from({ length: 12 }, () => random.file());
        await addAll(random, files, store, naive);
        await compare(random, store, naive, questions);
        await compare(random, await under.reopen(), naive, questions);
      });
    }
  });
}

/** Adds files to both stores, some of them again or changed. */
async function addAll(random: RandomEvents, files: RandomFile[], store: EventStore, naive: EventStore): Promise<void> {
  for (const { file, events } of files) {
    const again = random.pick([
      { file, events },
      { file, events },
      files[0]!,
      { file: { ...files[1]!.file, size: 1 + events.length }, events },
    ]);
    for (const one of [{ file, events }, again]) {
      assert.deepEqual(await store.ingest(one.file, one.events), await naive.ingest(one.file, one.events));
    }
  }
}

async function compare(
  random: RandomEvents,
  store: EventStore,
  naive: EventStore,
  questions: { pages: number; activity: number },
): Promise<void> {
  assert.deepEqual(await everything(store), await everything(naive));
  for (let count = 0; count < questions.pages; count++) {
    const query = { period: random.period(), filter: random.filter(), limit: random.pick([1, 2, 7, 1000]) };
    const context = JSON.stringify(query);
    assert.deepEqual(plain(await pages(store, query)), plain(await pages(naive, query)), context);
  }
  for (let count = 0; count < questions.pages; count++) {
    const { from, to } = random.period();
    const hours = { from: from - (from % HOUR), to: to - (to % HOUR) };
    const context = JSON.stringify(hours);
    assert.deepEqual(await store.loggedHours(hours), await naive.loggedHours(hours), context);
  }
  for (let count = 0; count < questions.activity; count++) {
    const query = random.activityQuery();
    assert.deepEqual(await store.activity(query), await naive.activity(query), JSON.stringify(query));
  }
  for (const event of (await naive.events({ period: ALL, filter: {}, limit: 50 })).events) {
    assert.deepEqual(await store.locate(keyOf(event)), await naive.locate(keyOf(event)));
    assert.equal(await store.locate({ ...keyOf(event), eventID: 'none' }), undefined);
  }
}

async function everything(store: EventStore): Promise<unknown> {
  return plain({
    events: await pages(store, { period: ALL, filter: {}, limit: 100 }),
    activity: await store.activity({
      period: ALL,
      filter: {},
      groupBy: ['user', 'account', 'region', 'service', 'eventName', 'readOnly', 'errorCode', 'quarter'],
      tz: 'UTC',
    }),
    catalogue: await wholeCatalogue(store),
    status: await store.status(),
  });
}

async function wholeCatalogue(store: EventStore): Promise<Catalogue> {
  return {
    users: await store.catalogue('users'),
    services: await store.catalogue('services'),
    accounts: await store.catalogue('accounts'),
    regions: await store.catalogue('regions'),
    eventNames: await store.catalogue('eventNames'),
  };
}

/** All events of a query, page by page. */
export async function pages(store: EventStore, query: EventsQuery): Promise<TrackerEvent[]> {
  const all: TrackerEvent[] = [];
  let after: EventKey | undefined = query.after;
  do {
    const page = await store.events({ ...query, after });
    assert.ok(page.events.length <= query.limit);
    all.push(...page.events);
    after = page.next;
  } while (after);
  return all;
}

/** Without what is undefined: as JSON, in which answers travel. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
