import { isTimeField, type ActivityRow } from './activity.ts';
import type { ActivityKeys } from './activityKeys.ts';
import type { ActivityQuery, Period } from './eventStore.ts';
import type { Outcome } from './event.ts';
import { KeyGroups } from './keyGroups.ts';
import { QUARTER } from './quarter.ts';
import { rowsOf, SlotSums } from './slotSums.ts';
import { createTimeGroups } from './timeGroups.ts';

/**
 * Counters, column by column: how many events of a key happened in a quarter of an hour. Sorted by quarter; a key may
 * have several cells in a quarter, for sums are additive.
 */
export interface ActivityCells {
  /** Seconds since 1970 / 900, rounded down. */
  quarter: Uint32Array;
  /** The key's number in ActivityKeys. */
  key: Uint32Array;
  count: Uint32Array;
  /** Seconds of the first and last of them within the quarter. */
  first: Uint16Array;
  last: Uint16Array;
  /** Where the store finds the events themselves. */
  start: Uint32Array;
}

/** One cell. */
export interface CellAt {
  cells: ActivityCells;
  index: number;
}

/** A period in whole seconds and quarters since 1970, from inclusive, to exclusive. */
export interface QuarterRange {
  from: number;
  to: number;
  fromQuarter: number;
  toQuarter: number;
}

export function quarterRange(period: Period): QuarterRange {
  const from = Math.max(0, Math.ceil(period.from / 1000));
  const to = Math.max(from, Math.ceil(period.to / 1000));
  return { from, to, fromQuarter: Math.floor(from / QUARTER), toQuarter: Math.ceil(to / QUARTER) };
}

export function createCells(length: number): ActivityCells {
  return {
    quarter: new Uint32Array(length),
    key: new Uint32Array(length),
    count: new Uint32Array(length),
    first: new Uint16Array(length),
    last: new Uint16Array(length),
    start: new Uint32Array(length),
  };
}

/**
 * All counters, in memory: 20 bytes a cell, and a cell for about three events. Kept as few sorted blocks, each at least
 * twice as long as the next, so that appending costs little and a period is found by bisection.
 */
export class ActivityTable {
  readonly keys: ActivityKeys;
  private readonly blocks: ActivityCells[] = [];
  private readonly secondsOf: (cell: CellAt) => ArrayLike<number>;

  /** `secondsOf` tells the seconds within the quarter of all events of a cell: asked only where a period or a day cuts a cell in two. */
  constructor(keys: ActivityKeys, secondsOf: (cell: CellAt) => ArrayLike<number>) {
    this.keys = keys;
    this.secondsOf = secondsOf;
  }

  /** Adds cells, which are sorted by quarter. */
  append(cells: ActivityCells): void {
    const { blocks } = this;
    blocks.push(cells);
    while (blocks.length > 1 && blocks.at(-2)!.quarter.length < 2 * blocks.at(-1)!.quarter.length) {
      const [last, before] = [blocks.pop()!, blocks.pop()!];
      blocks.push(merged(before, last));
    }
  }

  /** The answer to a query whose filter and grouping know only key fields and times. */
  rows(query: ActivityQuery): ActivityRow[] {
    const groups = new KeyGroups(
      this.keys,
      query.groupBy.filter((field) => !isTimeField(field)),
    );
    const times = createTimeGroups(query.groupBy, query.tz);
    const slots = new SlotSums();
    const { outcomes } = this.keys;
    const outcomeOf = outcomes.values;
    const matching = this.keys.matching(query.filter);
    const range = quarterRange(query.period);
    for (const { quarter, key, count, first, last, cells, from, to } of this.slices(range)) {
      let current = -1;
      let group = 0;
      let cut = false;
      for (let index = from; index < to; index++) {
        const id = key[index]!;
        if (matching[id] === 0) continue;
        const start = quarter[index]! * QUARTER;
        if (start !== current) {
          current = start;
          group = times.of(start);
          cut = start < range.from || start + QUARTER > range.to || !times.isWhole(quarter[index]!);
        }
        const outcome = outcomeOf[outcomes.at(id)] as Outcome;
        if (!cut) slots.add(group, groups.of(id), outcome, count[index]!, start + first[index]!, start + last[index]!);
        else {
          const seconds = this.secondsOf({ cells, index });
          for (let at = 0; at < seconds.length; at++) {
            const time = start + seconds[at]!;
            if (time >= range.from && time < range.to) slots.add(times.of(time), groups.of(id), outcome, 1, time, time);
          }
        }
      }
    }
    return rowsOf(slots, query.groupBy, times, (group, field) => groups.values(group, field));
  }

  /** Visits the cells of matching keys quarter by quarter, newest first. */
  *newestFirst({ fromQuarter, toQuarter }: QuarterRange, matching: Uint8Array): Generator<CellAt[]> {
    const cursors = this.blocks.map((cells) => ({ cells, index: lowerBound(cells.quarter, toQuarter) - 1 }));
    for (;;) {
      let newest = -1;
      for (const cursor of cursors) {
        const { quarter, key } = cursor.cells;
        while (cursor.index >= 0 && matching[key[cursor.index]!] === 0 && quarter[cursor.index]! >= fromQuarter) cursor.index--;
        if (cursor.index >= 0 && quarter[cursor.index]! > newest) newest = quarter[cursor.index]!;
      }
      if (newest < fromQuarter) return;
      const found: CellAt[] = [];
      for (const cursor of cursors) {
        const { cells } = cursor;
        for (; cursor.index >= 0 && cells.quarter[cursor.index] === newest; cursor.index--) {
          if (matching[cells.key[cursor.index]!] === 1) found.push({ cells, index: cursor.index });
        }
      }
      yield found;
    }
  }

  /** The numbers of the keys that occur, ascending. */
  usedKeys(): number[] {
    const used = new Uint8Array(this.keys.size);
    for (const { key } of this.blocks) for (const id of key) used[id] = 1;
    return [...used.keys()].filter((id) => used[id] === 1);
  }

  /** Times of the first and last event of all. */
  span(): { first: number; last: number } | undefined {
    let [first, last] = [Infinity, -Infinity];
    for (const cells of this.blocks) {
      const { quarter } = cells;
      for (let index = 0; quarter[index] === quarter[0]; index++) first = Math.min(first, quarter[0]! * QUARTER + cells.first[index]!);
      const end = quarter.length - 1;
      for (let index = end; quarter[index] === quarter[end]; index--) last = Math.max(last, quarter[end]! * QUARTER + cells.last[index]!);
    }
    return first <= last ? { first, last } : undefined;
  }

  private *slices({ fromQuarter, toQuarter }: QuarterRange) {
    for (const cells of this.blocks) {
      yield { ...cells, cells, from: lowerBound(cells.quarter, fromQuarter), to: lowerBound(cells.quarter, toQuarter) };
    }
  }
}

/** Where in an ascending column values from `value` on begin. */
export function lowerBound(column: Uint32Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merged(a: ActivityCells, b: ActivityCells): ActivityCells {
  const cells = createCells(a.quarter.length + b.quarter.length);
  let [i, j] = [0, 0];
  for (let to = 0; to < cells.quarter.length; to++) {
    const fromA = j === b.quarter.length || (i < a.quarter.length && a.quarter[i]! <= b.quarter[j]!);
    const source = fromA ? a : b;
    const at = fromA ? i++ : j++;
    cells.quarter[to] = source.quarter[at]!;
    cells.key[to] = source.key[at]!;
    cells.count[to] = source.count[at]!;
    cells.first[to] = source.first[at]!;
    cells.last[to] = source.last[at]!;
    cells.start[to] = source.start[at]!;
  }
  return cells;
}
