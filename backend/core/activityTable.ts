import { isTimeField, type ActivityRow } from './activity.ts';
import { lowerBound, mergeCells, type ActivityCells, type CellAt } from './activityCells.ts';
import type { ActivityKeys } from './activityKeys.ts';
import type { ActivityQuery } from './eventStore.ts';
import { KeyBuckets, NONE } from './keyBuckets.ts';
import { QUARTER, quarterRange, type QuarterRange } from './quarter.ts';
import { SlotSums } from './slotSums.ts';
import { createTimeGroups, type TimeGroups } from './timeGroups.ts';

/** Four bytes a key each. */
const MAX_BUCKETS = 12;

/**
 * All counters, in memory: 20 bytes a cell, and a cell for about three events. Kept as few sorted blocks, each at least
 * twice as long as the next, so that appending costs little and a period is found by bisection.
 */
export class ActivityTable {
  readonly keys: ActivityKeys;
  private readonly blocks: ActivityCells[] = [];
  private readonly secondsOf: (cell: CellAt) => ArrayLike<number>;
  private readonly buckets = new Map<string, KeyBuckets>();

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
      blocks.push(mergeCells(before, last));
    }
  }

  /** The answer to a query whose filter and grouping know only key fields and times. */
  rows(query: ActivityQuery): ActivityRow[] {
    const buckets = this.bucketsOf(query);
    const times = createTimeGroups(query.groupBy, query.tz);
    const range = quarterRange(query.period);
    const slots = new SlotSums();
    const isCut = (quarter: number) =>
      quarter * QUARTER < range.from || (quarter + 1) * QUARTER > range.to || !times.isWhole(quarter);
    for (const cells of this.blocks) {
      const { quarter } = cells;
      const end = lowerBound(quarter, range.toQuarter);
      for (let from = lowerBound(quarter, range.fromQuarter), to = from; from < end; from = to) {
        let current = quarter[from]!;
        const cut = isCut(current);
        const time = times.of(current * QUARTER);
        // As many cells as are added alike: those of a quarter that is cut in two, or of all quarters of a time group.
        for (
          to++;
          to < end &&
          (quarter[to] === current || !(cut || isCut(quarter[to]!) || times.of(quarter[to]! * QUARTER) !== time));
          to++
        )
          current = quarter[to]!;
        if (cut) this.addEvents(slots, buckets, times, range, cells, from, to);
        else addCells(slots, buckets, time, cells, from, to);
      }
    }
    return slots.rows(query.groupBy, times, (bucket, field) => buckets.values(bucket, field));
  }

  /** The buckets of the last few filters and groupings are kept: views ask the same of one period after another. */
  private bucketsOf({ filter, groupBy }: ActivityQuery): KeyBuckets {
    const fields = groupBy.filter((field) => !isTimeField(field));
    const question = JSON.stringify([this.keys.size, fields, filter]);
    const buckets = this.buckets.get(question) ?? new KeyBuckets(this.keys, filter, fields);
    this.buckets.delete(question);
    this.buckets.set(question, buckets);
    if (this.buckets.size > MAX_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    return buckets;
  }

  /** Visits the cells of matching keys in the quarters of a period. */
  visit(
    { fromQuarter, toQuarter }: QuarterRange,
    matching: Uint8Array,
    visitor: (cells: ActivityCells, index: number) => void,
  ): void {
    for (const cells of this.blocks) {
      const end = lowerBound(cells.quarter, toQuarter);
      for (let index = lowerBound(cells.quarter, fromQuarter); index < end; index++) {
        if (matching[cells.key[index]!] === 1) visitor(cells, index);
      }
    }
  }

  /** The cells of matching keys quarter by quarter, newest first. */
  *newestFirst({ fromQuarter, toQuarter }: QuarterRange, matching: Uint8Array): Generator<CellAt[]> {
    const cursors = this.blocks.map((cells) => ({ cells, index: lowerBound(cells.quarter, toQuarter) - 1 }));
    for (;;) {
      let newest = -1;
      for (const cursor of cursors) {
        const { quarter, key } = cursor.cells;
        while (cursor.index >= 0 && matching[key[cursor.index]!] === 0 && quarter[cursor.index]! >= fromQuarter)
          cursor.index--;
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
      for (let index = 0; quarter[index] === quarter[0]; index++)
        first = Math.min(first, quarter[0]! * QUARTER + cells.first[index]!);
      const end = quarter.length - 1;
      for (let index = end; quarter[index] === quarter[end]; index--)
        last = Math.max(last, quarter[end]! * QUARTER + cells.last[index]!);
    }
    return first <= last ? { first, last } : undefined;
  }

  /** Adds those events of some cells that lie in the period, one by one. */
  private addEvents(
    slots: SlotSums,
    buckets: KeyBuckets,
    times: TimeGroups,
    range: QuarterRange,
    cells: ActivityCells,
    from: number,
    to: number,
  ): void {
    for (let index = from; index < to; index++) {
      const place = buckets.place(cells.key[index]!);
      if (place === NONE) continue;
      for (const second of Array.from(this.secondsOf({ cells, index }))) {
        const time = cells.quarter[index]! * QUARTER + second;
        if (time >= range.from && time < range.to) slots.add(times.of(time), place, 1, time, time);
      }
    }
  }
}

/** Adds cells of one time group as a whole: the loop that every chart spends its time in. */
function addCells(
  slots: SlotSums,
  buckets: KeyBuckets,
  time: number,
  { quarter, key, count, first, last }: ActivityCells,
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) {
    const place = buckets.place(key[index]!);
    if (place === NONE) continue;
    const start = quarter[index]! * QUARTER;
    slots.add(time, place, count[index]!, start + first[index]!, start + last[index]!);
  }
}
