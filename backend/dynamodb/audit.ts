import type { KeyTuple } from '../core/activityKeys.ts';
import type { TrackerEvent, User } from '../core/event.ts';
import { rowsOf, unpackCells, type Cell, type RowPlace } from './activityRow.ts';
import { createCatalogueWriter, readUsers } from './catalogue.ts';
import { secondsOf } from '../core/quarter.ts';
import { createExpiry } from './expiry.ts';
import { rowItems } from './fileRows.ts';
import { inParallel } from './inParallel.ts';
import { activityPartition, rowSort, userPartition } from './keys.ts';
import { readAll, type Condition, type Item, type Table } from './table.ts';
import { createSummaries } from './summaries.ts';
import { storedEvents } from './userEvents.ts';

/** Users read at once. */
const PARALLEL = 32;

const DAY = 86_400;

/** A row that does not say what the events say. */
export interface Difference extends RowPlace {
  /** Base name of the log file; its identity where no event of it is left. */
  file: string;
  /** Events by the rows, and by the events themselves. */
  counted: number;
  stored: number;
  /** False where it was left as it is: repair was not asked for, or the row was changed meanwhile. */
  repaired: boolean;
}

export interface AuditReport {
  events: number;
  rows: number;
  differences: Difference[];
  /** Files whose numbers are missing: they were begun and never settled. Ingesting them again settles them. */
  unsettled: string[];
}

export interface AuditRequest {
  /** Days of UTC, YYYY-MM-DD, both inclusive. */
  from: string;
  to: string;
  repair: boolean;
  /** Milliseconds since 1970. */
  now: () => number;
  signal?: AbortSignal;
  onDay?: (day: string) => void;
}

/**
 * Counts the events of some days anew and compares the rows with them. With `repair` it writes the rows that differ, unless
 * somebody else does so meanwhile, and what the catalogue lacks. It can be run again at any time, while files are ingested too.
 */
export async function audit(table: Table, request: AuditRequest): Promise<AuditReport> {
  const { from, to, repair, now, signal, onDay } = request;
  const report: AuditReport = { events: 0, rows: 0, differences: [], unsettled: [] };
  const unsettled = new Set<string>();
  /** What is repaired expires as the events do. */
  let expiry = createExpiry(now, undefined);
  for (let start = Date.parse(from) / 1000; start <= Date.parse(to) / 1000; start += DAY) {
    signal?.throwIfAborted();
    const day = new Date(start * 1000).toISOString().slice(0, 10);
    onDay?.(day);
    await auditDay(day, start);
  }
  return { ...report, unsettled: [...unsettled].sort() };

  async function auditDay(day: string, start: number): Promise<void> {
    const items = await readAll(table, { pk: activityPartition(day) }, { consistent: true, signal });
    // After the rows: whoever is counted in one of them is found then, however new.
    const users = await usersOf(items);
    const files = await eventsByFile(users, start);
    const all = [...files.values()].flat();
    report.events += all.length;
    if (repair && all.length > 0) {
      const catalogue = createCatalogueWriter(table, (each) => expiry.at(`${each}T23:59:59Z`));
      await catalogue.add(all, [day]);
    }
    const there = new Map<string, Item[]>();
    for (const item of items) {
      const [hour = '', file = ''] = item.sk.split('#');
      const row = `${Number(hour)}#${file}`;
      there.set(row, [...(there.get(row) ?? []), item]);
    }
    report.rows += there.size;
    for (const [f, events] of files) {
      for (const row of rowsOf(events)) {
        const id = `${row.hour}#${f}`;
        await compare(f, events[0]!.logFile, row, row.cells, there.get(id) ?? []);
        there.delete(id);
      }
    }
    for (const [id, own] of there) {
      const [hour = '', file = ''] = id.split('#');
      await compare(file, file, { day, hour: Number(hour) }, [], own);
    }
  }

  /** Everybody that the catalogue knows, and those of some rows. */
  async function usersOf(rows: readonly Item[]): Promise<User[]> {
    const known = await readUsers(table, undefined, { consistent: true, signal });
    const counted = rows.flatMap(cellsIn).map(({ key }) => {
      const [kind, home, name] = JSON.parse(key) as KeyTuple;
      return { kind, home, name };
    });
    return [...new Map([...known, ...counted].map((user) => [userPartition(user), user])).values()];
  }

  /** The events of a day by the file that owns them. */
  async function eventsByFile(users: readonly User[], start: number): Promise<Map<string, TrackerEvent[]>> {
    const files = new Map<string, TrackerEvent[]>();
    const settling = new Map<string, { row: RowPlace; name: string }>();
    await inParallel(users, PARALLEL, async (user: User) => {
      const range = { user, from: start, to: start + DAY };
      for await (const page of storedEvents(table, range, { consistent: true, signal })) {
        for (const { event, f, row, expires } of page) {
          if (expires !== undefined) expiry = createExpiry(now, (expires - secondsOf(event.eventTime)) / DAY);
          const own = files.get(f) ?? [];
          files.set(f, own);
          own.push(event);
          settling.set(f, { row, name: event.logFile });
        }
      }
    });
    await inParallel([...settling], PARALLEL, async ([f, { row, name }]) => {
      const place = { pk: activityPartition(row.day), sk: rowSort(row.hour, f, 0) };
      if (!(await table.get(place, { consistent: true, signal }))?.['n']) unsettled.add(name);
    });
    return files;
  }

  async function compare(
    f: string,
    file: string,
    place: RowPlace,
    expected: readonly Cell[],
    items: readonly Item[],
  ): Promise<void> {
    const cells = items.flatMap(cellsIn);
    if (textOf(cells) === textOf(expected)) return;
    const repaired = repair && (await replace(f, place, expected, items));
    if (repaired) await createSummaries(table, now, expiry).outdate([place]);
    report.differences.push({ ...place, file, counted: total(cells), stored: total(expected), repaired });
  }

  /** Puts the parts of a row in the place of those that were read; false where they are no longer what they were. */
  async function replace(
    f: string,
    place: RowPlace,
    expected: readonly Cell[],
    items: readonly Item[],
  ): Promise<boolean> {
    const wanted = rowItems({ ...place, cells: [...expected] }, f, expiry);
    const places = new Set([...wanted, ...items].map(({ sk }) => sk));
    for (const sk of places) {
      const known = items.find((item) => item.sk === sk)?.attributes;
      const { c, ...others } = { ...known, ...wanted.find((item) => item.sk === sk)?.attributes };
      const isPart = wanted.some((item) => item.sk === sk);
      const attributes = isPart && expected.length > 0 ? { c: c!, ...others } : others;
      if (!(await table.put({ pk: activityPartition(place.day), sk }, attributes, unchanged(known)))) return false;
    }
    return true;
  }
}

function unchanged(known: Item['attributes'] | undefined): Condition {
  if (!known) return { expression: 'attribute_not_exists(pk)' };
  const names = ['c', 'n'] as const;
  const values = names.flatMap((name) => (known[name] ? [[`:${name}`, known[name]] as const] : []));
  return {
    expression: names
      .map((name) => (known[name] ? `${name} = :${name}` : `attribute_not_exists(${name})`))
      .join(' AND '),
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
  };
}

function cellsIn({ attributes }: Item): Cell[] {
  const bytes = attributes['c']?.B;
  if (!bytes) return [];
  const { keys, key, quarter, count, first, last } = unpackCells(bytes);
  const texts = keys.map((tuple) => JSON.stringify(tuple));
  return quarter.map((at, index) => ({
    key: texts[key[index]!]!,
    quarter: at,
    count: count[index]!,
    first: first[index]!,
    last: last[index]!,
  }));
}

function textOf(cells: readonly Cell[]): string {
  return JSON.stringify(cells.map(({ key, quarter, count, first, last }) => [quarter, key, count, first, last]).sort());
}

function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}
