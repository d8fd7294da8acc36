import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { explained, isBusy, isFull } from './openDatabase.ts';

/** How long a lease holds without being renewed, in milliseconds. */
export const LEASE_DURATION = 15_000;

/** Somebody else has the lease, or another process is writing: to be tried again. */
export class LeaseLost extends Error {
  constructor() {
    super('Another process reads the log files of this source.');
    this.name = 'LeaseLost';
  }
}

/**
 * One process at a time reads log files into an index; a second window on the same source waits. Whoever writes makes sure
 * of the lease within the same transaction, so that one which has lost it unnoticed (a laptop was asleep) does no harm.
 */
export class Lease {
  private readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  private readonly database: DatabaseSync;
  private readonly path: string;
  private readonly now: () => number;

  constructor(database: DatabaseSync, path: string, now: () => number) {
    this.database = database;
    this.path = path;
    this.now = now;
  }

  /**
   * Takes or renews the lease. False while another process holds it; that of a process which has died counts no more.
   * Throws LeaseLost where another process is writing just now.
   */
  acquire(): boolean {
    const { database, owner } = this;
    try {
      database.exec('begin immediate');
    } catch (error) {
      throw isBusy(error) ? new LeaseLost() : error;
    }
    let done = false;
    try {
      const held = database.prepare('select owner, expires from lease').get() as
        { owner: string; expires: number } | undefined;
      const free = !held || held.owner === owner || !this.isInForce(held.expires) || isDead(held.owner);
      if (free) {
        database
          .prepare('insert or replace into lease (id, owner, expires) values (1, ?, ?)')
          .run(owner, this.now() + LEASE_DURATION);
      }
      database.exec('commit');
      done = true;
      return free;
    } catch (error) {
      throw explained(error, this.path);
    } finally {
      if (!done && database.isTransaction) database.exec('rollback');
    }
  }

  /** One that ends later than any that is taken now was taken before the clock was put back, and would be waited for until then. */
  private isInForce(expires: number): boolean {
    const now = this.now();
    return expires > now && expires <= now + LEASE_DURATION;
  }

  /** Renews the lease within a transaction of the caller. Throws LeaseLost if it is no longer ours. */
  renew(): void {
    const { changes } = this.database
      .prepare('update lease set expires = ? where owner = ?')
      .run(this.now() + LEASE_DURATION, this.owner);
    if (changes === 0) throw new LeaseLost();
  }

  release(): void {
    try {
      this.database.prepare('delete from lease where owner = ?').run(this.owner);
    } catch (error) {
      // Whoever is writing then may have taken it over; if not, or if there is no room for the change, it ends by itself.
      if (!isBusy(error) && !isFull(error)) throw error;
    }
  }
}

/** Whether the owner was a process of this machine that is gone. */
function isDead(owner: string): boolean {
  const [host, pid] = owner.split(':');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
