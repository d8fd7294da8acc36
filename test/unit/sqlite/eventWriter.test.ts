import assert from 'node:assert/strict';
import { BatchPacker } from '../../../backend/sqlite/eventBatch.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/sqlite/sqliteStore.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { pages } from '../../contract/eventStore.ts';
import { RandomEvents, type RandomFile } from '../../contract/randomEvents.ts';
import { useDatabaseFile } from './useDatabase.ts';

const ALL = {
  period: { from: 0, to: 2e12 },
  filter: {},
  tz: 'UTC',
  limit: 10_000,
  groupBy: ['user', 'eventName', 'day'],
};

describe('batches of files', () => {
  const file = useDatabaseFile();
  let store: SqliteStore;

  beforeEach(async () => {
    store = await openSqliteStore(file(), () => 0);
    store.lease.acquire();
  });
  afterEach(() => store.close());

  function add(packer: BatchPacker, { file, events }: RandomFile, state: 'done' | 'skipped' = 'done'): void {
    for (const event of events) packer.add(event);
    packer.endFile({ ...file, state });
  }

  async function assertHolds(files: RandomFile[]): Promise<void> {
    const naive = createMemoryStore();
    for (const { file, events } of files) await naive.ingest(file, events);
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
    assert.deepEqual(plain(await pages(store, ALL)), plain(await pages(naive, ALL)));
    assert.deepEqual(await store.activity(ALL), await naive.activity(ALL));
    assert.deepEqual({ ...(await store.status()), skipped: 0 }, { ...(await naive.status()), skipped: 0 });
  }

  for (const size of [1, 3, 10]) {
    it(`make no difference to what is stored: ${size} a batch`, async () => {
      const random = new RandomEvents(size);
      const files = Array.from({ length: 20 }, () => random.file());
      for (let from = 0; from < files.length; from += size) {
        const packer = new BatchPacker();
        for (const one of files.slice(from, from + size)) add(packer, one);
        store.add(packer.pack());
      }
      await assertHolds(files);
    });
  }

  it('may end within a large file', async () => {
    const random = new RandomEvents(4);
    const [before, large, after] = [random.file(20), random.file(300), random.file(20)];
    const first = new BatchPacker();
    add(first, before);
    store.add(first.pack());
    let packer = new BatchPacker();
    for (const event of large.events) {
      packer.add(event);
      if (packer.size < 100) continue;
      store.add(packer.pack(), true);
      packer = packer.next();
    }
    await assertHolds([before]);
    packer.endFile({ ...large.file, state: 'done' });
    add(packer, after);
    store.add(packer.pack());
    await assertHolds([before, large, after]);
  });

  it('forget the events of a file that is none of ours after all', async () => {
    const random = new RandomEvents(5);
    const [one, foreign, two] = [random.file(30), random.file(30), random.file(30)];
    const packer = new BatchPacker();
    add(packer, one);
    add(packer, { ...foreign, file: { ...foreign.file, records: 0, broken: 0, dropped: 0 } }, 'skipped');
    add(packer, two);
    store.add(packer.pack());
    await assertHolds([one, two]);
  });

  it('leave nothing behind that are rolled back', async () => {
    const random = new RandomEvents(6);
    const [one, two, three] = [random.file(30), random.file(30), random.file(30)];
    for (const [file, open] of [
      [one, false],
      [two, true],
      [three, false],
    ] as const) {
      const packer = new BatchPacker();
      add(packer, file);
      store.add(packer.pack(), open);
      if (open) store.rollback();
    }
    await assertHolds([one, three]);
  });

  it('add nothing where all is known', async () => {
    const random = new RandomEvents(7);
    const one = random.file(200);
    for (const name of ['a', 'b']) {
      const packer = new BatchPacker();
      add(packer, { ...one, file: { ...one.file, name } });
      const [result] = store.add(packer.pack());
      assert.equal(result!.stored, name === 'a' ? (await store.status()).events : 0);
    }
    const { records, events, duplicates, dropped, broken } = await store.status();
    assert.equal(records, events + duplicates + dropped + broken);
  });
});
