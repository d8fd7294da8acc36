import type { DatabaseSync } from 'node:sqlite';
import type { StoreStatus } from '../core/eventStore.ts';

/** What is known of a file that was read, skipped or rejected. */
export interface KnownFile {
  id: number;
  name: string;
  size: number;
  modified: number;
  state: 'done' | 'skipped' | 'rejected';
  vanished: boolean;
}

export interface Problem {
  name: string;
  state: KnownFile['state'];
  reason: string;
  broken: number;
  vanished: boolean;
}

/** The current version of every file. */
export function knownFiles(database: DatabaseSync): KnownFile[] {
  const rows = database
    .prepare('select id, name, size, modified, state, vanished from file where not superseded')
    .all();
  return rows.map((row) => ({ ...row, vanished: row['vanished'] === 1 })) as KnownFile[];
}

/** Whether this version of a file was read already. */
export function isSettled(
  database: DatabaseSync,
  { name, size, modified }: Pick<KnownFile, 'name' | 'size' | 'modified'>,
): boolean {
  const select = database.prepare('select 1 from file where name = ? and size = ? and modified = ? and not superseded');
  return select.get(name, size, modified) !== undefined;
}

/** Marks files that are no longer there, or are there again. A vanished file without records is forgotten. */
export function setVanished(database: DatabaseSync, files: readonly KnownFile[], vanished: boolean): void {
  const update = database.prepare('update file set vanished = ? where id = ?');
  const forget = database.prepare('delete from file where id = ? and records = 0');
  for (const { id } of files) {
    update.run(vanished ? 1 : 0, id);
    if (vanished) forget.run(id);
  }
}

/** Files that something is to be said about: rejected first, then those with broken records, vanished and skipped ones. */
export function problems(database: DatabaseSync, limit: number): Problem[] {
  const rows = database
    .prepare(
      `select name, state, coalesce(reason, '') as reason, broken, vanished from file
       where not superseded and (state <> 'done' or broken > 0 or vanished)
       order by state = 'rejected' desc, broken > 0 desc, vanished desc, name limit ?`,
    )
    .all(limit);
  return rows.map((row) => ({ ...row, vanished: row['vanished'] === 1 })) as unknown as Problem[];
}

/** Sums over all files; what older versions of a changed file added still counts. */
export function fileTotals(database: DatabaseSync): Omit<StoreStatus, 'oldestEvent' | 'newestEvent' | 'unsettled'> {
  const totals = database
    .prepare(
      `select
         sum(not superseded and state = 'done') as files,
         sum(not superseded and state = 'skipped') as skipped,
         sum(not superseded and state = 'rejected') as rejected,
         sum(records) as records, sum(broken) as broken, sum(duplicates) as duplicates, sum(dropped) as dropped, sum(stored) as events,
         max(case when state = 'done' then delivered end) as newestLogFile
       from file`,
    )
    .get() as Record<string, number | string | null>;
  const { newestLogFile, ...sums } = totals;
  const numbers = Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value ?? 0)]));
  return {
    ...(numbers as unknown as ReturnType<typeof fileTotals>),
    newestLogFile: (newestLogFile as string | null) ?? undefined,
  };
}
