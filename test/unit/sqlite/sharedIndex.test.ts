import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore, type SqliteStore } from '../../../backend/sqlite/sqliteStore.ts';
import { RandomEvents } from '../../contract/randomEvents.ts';
import { useDatabaseFile } from './useDatabase.ts';

const QUESTION = {
  period: { from: 0, to: 2e12 },
  filter: {},
  tz: 'UTC',
  groupBy: ['user', 'eventName', 'quarter', 'session'],
};

describe('an index that two windows have open', () => {
  const file = useDatabaseFile();
  let one: SqliteStore;
  let two: SqliteStore;

  beforeEach(async () => {
    one = await openSqliteStore(file(), () => 0);
    two = await openSqliteStore(file(), () => 0);
  });
  afterEach(() => {
    one.close();
    two.close();
  });

  async function assertEqual() {
    assert.deepEqual(await two.activity(QUESTION), await one.activity(QUESTION));
    assert.deepEqual(await two.status(), await one.status());
    assert.deepEqual(await two.catalogue('users'), await one.catalogue('users'));
    const page = { ...QUESTION, limit: 1000 };
    assert.deepEqual(await two.events(page), await one.events(page));
  }

  it('is the same to both, whoever adds to it', async () => {
    const random = new RandomEvents(1);
    for (const store of [one, two, two, one, two]) {
      const { file, events } = random.file(30);
      await store.ingest(file, events);
      await assertEqual();
    }
  });

  it('stays the same when many small chunks are put together, read or unread', async () => {
    const random = new RandomEvents(2);
    const chunks = () => {
      const database = new DatabaseSync(file(), { readOnly: true });
      const { count } = database.prepare('select count(*) as count from chunk').get() as { count: number };
      database.close();
      return count;
    };
    for (let count = 0; count < 60; count++) {
      const { file, events } = random.file(5);
      await one.ingest(file, events);
      // The other window has read a part of them when they are put together.
      if (count === 40) await assertEqual();
    }
    const before = await one.activity(QUESTION);
    assert.ok(chunks() > 50);
    one.lease.acquire();
    one.tidy();
    assert.equal(chunks(), 1);
    await assertEqual();
    const { file: more, events } = random.file(30);
    await two.ingest(more, events);
    await assertEqual();
    const three = await openSqliteStore(file(), () => 0);
    assert.deepEqual(await three.activity(QUESTION), await one.activity(QUESTION));
    assert.notDeepEqual(await three.activity(QUESTION), before);
    three.close();
  });
});
