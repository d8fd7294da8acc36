import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../../../backend/sqlite/sqliteStore.ts';
import { RandomEvents } from '../../contract/randomEvents.ts';
import { useDatabaseFile } from './useDatabase.ts';

describe('opening an index', () => {
  const file = useDatabaseFile();

  it('makes it, and finds it again', async () => {
    const store = await openSqliteStore(file(), Date.now);
    store.close();
    assert.ok(existsSync(file()));
    (await openSqliteStore(file(), Date.now)).close();
  });

  it('is refused where it was made by another version', async () => {
    const database = new DatabaseSync(file());
    database.exec('pragma user_version = 999');
    database.close();
    await assert.rejects(openSqliteStore(file(), Date.now), { name: 'UserError', message: /another version/ });
  });

  it('is refused where a part of the file was overwritten', async () => {
    const store = await openSqliteStore(file(), Date.now);
    const { file: facts, events } = new RandomEvents(1).file(200);
    await store.ingest(facts, events);
    assert.ok(store.lease.acquire());
    store.tidy();
    store.lease.release();
    store.close();
    const whole = readFileSync(file());
    // All but the first page, in which the schema lies.
    writeFileSync(file(), Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(whole.length - 8192, 0xff)]));
    await assert.rejects(openSqliteStore(file(), Date.now), { name: 'UserError', message: /index\.sqlite is damaged/ });
  });

  it('is refused where the file is no database', async () => {
    writeFileSync(file(), 'x'.repeat(10_000));
    await assert.rejects(openSqliteStore(file(), Date.now), { name: 'UserError', message: /damaged/ });
  });
});
