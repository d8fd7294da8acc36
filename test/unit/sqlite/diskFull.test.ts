import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { EventStore } from '../../../backend/core/eventStore.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/sqlite/sqliteStore.ts';
import { pages } from '../../contract/eventStore.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { RandomEvents } from '../../contract/randomEvents.ts';
import { useDatabaseFile } from './useDatabase.ts';

const ALL = { period: { from: 0, to: Date.parse('2030-01-01T00:00:00Z') }, filter: {} };

describe('an index on a full disk', () => {
  const file = useDatabaseFile();
  const { exec } = DatabaseSync.prototype;
  let store: SqliteStore;
  let database: DatabaseSync;

  beforeEach(async () => {
    // The limit on pages, by which a disk is full here, is one of the store's own connection.
    DatabaseSync.prototype.exec = function (sql) {
      // eslint-disable-next-line @typescript-eslint/no-this-alias
      database = this;
      exec.call(this, sql);
    };
    store = await openSqliteStore(file(), Date.now);
    DatabaseSync.prototype.exec = exec;
  });
  afterEach(() => {
    DatabaseSync.prototype.exec = exec;
    store.close();
  });

  const setFull = (isFull: boolean) => exec.call(database, `pragma max_page_count = ${isFull ? 1 : 1_000_000}`);
  /** As JSON, in which answers travel. */
  const answers = async (of: EventStore) => {
    const events = await pages(of, { ...ALL, limit: 100 });
    const activity = await of.activity({ ...ALL, groupBy: ['user', 'quarter'], tz: 'UTC' });
    return JSON.parse(JSON.stringify({ events, activity, status: await of.status() })) as unknown;
  };

  it('says so, keeps what it has, and goes on when there is room', async () => {
    const random = new RandomEvents(1);
    const naive = createMemoryStore();
    const first = random.file(20);
    const more = [random.file(3_000), random.file(5)];
    for (const each of [store, naive]) await each.ingest(first.file, first.events);
    setFull(true);
    for (let again = 0; again < 3; again++) {
      await assert.rejects(store.ingest(more[0]!.file, more[0]!.events), {
        name: 'UserError',
        message: /disk with the index .*index\.sqlite is full/,
      });
      assert.deepEqual(await answers(store), await answers(naive));
    }
    setFull(false);
    for (const { file, events } of more) for (const each of [store, naive]) await each.ingest(file, events);
    assert.deepEqual(await answers(store), await answers(naive));
  });

  it('leaves no lease that nobody holds', () => {
    setFull(true);
    // It takes no new page: whether it can be had or not, it is nothing but that.
    try {
      if (store.lease.acquire()) store.lease.release();
    } catch (error) {
      assert.equal((error as Error).name, 'UserError');
    }
    setFull(false);
    assert.ok(store.lease.acquire());
    store.lease.release();
    assert.ok(!database.isTransaction);
  });
});
