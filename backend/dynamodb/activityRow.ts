import { activityKeyText, type KeyTuple } from '../core/activityKeys.ts';
import type { TrackerEvent } from '../core/event.ts';
import { compareBytes } from '../core/eventId.ts';
import { QUARTER, secondsOf } from '../core/quarter.ts';
import { pack, unpack } from './pack.ts';

/** Where a row lies: a day of UTC (YYYY-MM-DD) and an hour (0 to 23). */
export interface RowPlace {
  day: string;
  hour: number;
}

/** How many events of a key happened in a quarter of an hour. */
export interface Cell {
  /** The activity key as JSON (activityKeys.ts). */
  key: string;
  /** Seconds since 1970 / 900, rounded down. */
  quarter: number;
  count: number;
  /** Seconds of the first and last of them within the quarter. */
  first: number;
  last: number;
}

/** The counts of the events of one file in one hour. */
export interface Row extends RowPlace {
  cells: Cell[];
}

export function placeOfTime(eventTime: string): RowPlace {
  return { day: eventTime.slice(0, 10), hour: Number(eventTime.slice(11, 13)) };
}

/** The cells of events: a function of the events alone, whatever their order. */
export function cellsOf(events: Iterable<TrackerEvent>): Cell[] {
  const cells = new Map<string, Cell>();
  for (const event of events) {
    const time = secondsOf(event.eventTime);
    const quarter = Math.floor(time / QUARTER);
    const second = time - quarter * QUARTER;
    const key = activityKeyText(event);
    const id = `${quarter} ${key}`;
    const cell = cells.get(id);
    if (!cell) {
      cells.set(id, { key, quarter, count: 1, first: second, last: second });
      continue;
    }
    cell.count++;
    cell.first = Math.min(cell.first, second);
    cell.last = Math.max(cell.last, second);
  }
  return [...cells.values()].sort((a, b) => a.quarter - b.quarter || compareBytes(a.key, b.key));
}

/** The rows of events, oldest first. */
export function rowsOf(events: Iterable<TrackerEvent>): Row[] {
  const byHour = new Map<number, Cell[]>();
  for (const cell of cellsOf(events)) {
    const hour = Math.floor(cell.quarter / 4);
    const cells = byHour.get(hour) ?? [];
    byHour.set(hour, cells);
    cells.push(cell);
  }
  return [...byHour].map(([hour, cells]) => ({ ...placeOfHour(hour), cells }));
}

/** Seconds since 1970 / 3600. */
function placeOfHour(hour: number): RowPlace {
  return { day: new Date(hour * 3_600_000).toISOString().slice(0, 10), hour: ((hour % 24) + 24) % 24 };
}

/** An item has 400 KB at most, keys and all. */
const MAX_PART = 300_000;

/** Cells as bytes, in as many parts as it takes; at least one. No part is larger than `most`, if it has more than one cell. */
export function packCells(cells: readonly Cell[], most = MAX_PART): Uint8Array[] {
  const bytes = pack(columnsOf(cells));
  if (bytes.length <= most || cells.length < 2) return [bytes];
  const middle = cells.length >> 1;
  return [...packCells(cells.slice(0, middle), most), ...packCells(cells.slice(middle), most)];
}

/** Users, keys and cells apart, so that nothing is said twice. */
type Columns = [
  base: number,
  users: [kind: string, home: string, name: string][],
  keys: [user: number, ...rest: unknown[]][],
  key: number[],
  quarter: number[],
  count: number[],
  first: number[],
  last: number[],
];

function columnsOf(cells: readonly Cell[]): Columns {
  const users = new Map<string, number>();
  const keys = new Map<string, number>();
  const columns: Columns = [cells[0]?.quarter ?? 0, [], [], [], [], [], [], []];
  for (const { key, quarter, count, first, last } of cells) {
    let number = keys.get(key);
    if (number === undefined) {
      const [kind, home, name, ...rest] = JSON.parse(key) as KeyTuple;
      const user = JSON.stringify([kind, home, name]);
      if (!users.has(user)) users.set(user, columns[1].push([kind, home, name]) - 1);
      number = columns[2].push([users.get(user)!, ...rest]) - 1;
      keys.set(key, number);
    }
    columns[3].push(number);
    columns[4].push(quarter - columns[0]);
    columns[5].push(count);
    columns[6].push(first);
    // Most cells have one event.
    columns[7].push(last - first);
  }
  return columns;
}

/** Cells as they are read, column by column: the keys, and the number of its key for every cell. */
export interface PackedCells {
  keys: KeyTuple[];
  key: readonly number[];
  quarter: readonly number[];
  count: readonly number[];
  first: readonly number[];
  last: readonly number[];
}

export function unpackCells(bytes: Uint8Array): PackedCells {
  const [base, users, keys, key, quarter, count, first, span] = unpack(bytes) as Columns;
  return {
    keys: keys.map(([user, ...rest]) => [...users[user]!, ...rest] as unknown as KeyTuple),
    key,
    quarter: quarter.map((offset) => base + offset),
    count,
    first,
    last: span.map((length, index) => first[index]! + length),
  };
}
