import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { LEASE_DURATION, LeaseLost } from '../../../backend/sqlite/lease.ts';
import { BatchPacker } from '../../../backend/sqlite/eventBatch.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/sqlite/sqliteStore.ts';
import { RandomEvents } from '../../contract/randomEvents.ts';
import { useDatabaseFile } from './useDatabase.ts';

describe('the lease of an index', () => {
  const file = useDatabaseFile();
  let now: number;
  let one: SqliteStore;
  let two: SqliteStore;

  beforeEach(async () => {
    now = 1_000_000;
    one = await openSqliteStore(file(), () => now);
    two = await openSqliteStore(file(), () => now);
  });
  afterEach(() => {
    one.close();
    two.close();
  });

  function batch(seed: number) {
    const packer = new BatchPacker();
    const { file, events } = new RandomEvents(seed).file(10);
    for (const event of events) packer.add(event);
    packer.endFile({ ...file, state: 'done' });
    return packer.pack();
  }

  it('is held by one at a time, until it is released', () => {
    assert.deepEqual([one.lease.acquire(), two.lease.acquire(), one.lease.acquire()], [true, false, true]);
    one.lease.release();
    assert.deepEqual([two.lease.acquire(), one.lease.acquire()], [true, false]);
  });

  it('ends by itself unless something is written', () => {
    one.lease.acquire();
    now += LEASE_DURATION - 1;
    one.add(batch(1));
    now += LEASE_DURATION - 1;
    assert.equal(two.lease.acquire(), false);
    now += 1;
    assert.equal(two.lease.acquire(), true);
  });

  it('of a process that has died counts no more', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const database = new DatabaseSync(file());
    const insert = database.prepare('insert or replace into lease (id, owner, expires) values (1, ?, ?)');
    insert.run(`${hostname()}:${pid}:x`, now + LEASE_DURATION);
    assert.equal(one.lease.acquire(), true);
    insert.run(`elsewhere.example:${pid}:x`, now + LEASE_DURATION);
    assert.equal(two.lease.acquire(), false);
    database.close();
  });

  it('taken before the clock was put back keeps nobody waiting until then', () => {
    assert.ok(one.lease.acquire());
    now -= 86_400_000;
    assert.ok(two.lease.acquire());
    assert.ok(!one.lease.acquire(), 'and is held by one at a time');
    now += 86_400_000;
    assert.ok(one.lease.acquire(), 'put on, it has ended');
  });

  it('is needed to write: whoever has lost it unnoticed does no harm', async () => {
    one.lease.acquire();
    one.add(batch(1), true);
    one.rollback();
    now += LEASE_DURATION;
    two.lease.acquire();
    two.add(batch(1));
    const before = await two.status();
    assert.throws(() => one.add(batch(1)), LeaseLost);
    assert.throws(() => one.setVanished([], true), LeaseLost);
    assert.deepEqual(await one.status(), before);
  });

  it('does not wait long for somebody who is writing', () => {
    one.lease.acquire();
    one.add(batch(1), true);
    now += LEASE_DURATION;
    assert.throws(() => two.lease.acquire(), LeaseLost);
    one.rollback();
    assert.equal(two.lease.acquire(), true);
  });
});
