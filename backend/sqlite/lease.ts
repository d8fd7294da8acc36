import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';

/** How long a lease holds without being renewed, in milliseconds. */
export const LEASE_DURATION = 15_000;

/**
 * One process at a time reads log files into an index; a second window on the same source waits. The lease only saves double
 * work: every transaction is correct whoever else writes.
 */
export class Lease {
  private readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  private readonly database: DatabaseSync;
  private readonly now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.database = database;
    this.now = now;
  }

  /** Takes or renews the lease. False while another process holds it; that of a process which has died counts no more. */
  acquire(): boolean {
    const { database, owner } = this;
    database.exec('begin immediate');
    try {
      const held = database.prepare('select owner, expires from lease').get() as { owner: string; expires: number } | undefined;
      const free = !held || held.owner === owner || held.expires <= this.now() || isDead(held.owner);
      if (free) {
        database.prepare('insert or replace into lease (id, owner, expires) values (1, ?, ?)').run(owner, this.now() + LEASE_DURATION);
      }
      return free;
    } finally {
      database.exec('commit');
    }
  }

  /** Renews the lease within a transaction of the caller. */
  renew(): void {
    this.database.prepare('update lease set expires = ? where owner = ?').run(this.now() + LEASE_DURATION, this.owner);
  }

  release(): void {
    this.database.prepare('delete from lease where owner = ?').run(this.owner);
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
