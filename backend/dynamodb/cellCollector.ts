import { createCells, type ActivityCells } from '../core/activityCells.ts';
import { ActivityKeys, activityKeyText, type KeyTuple } from '../core/activityKeys.ts';
import type { TrackerEvent } from '../core/event.ts';
import { growableUint32 } from '../core/growable.ts';
import { QUARTER, secondsOf } from '../core/quarter.ts';
import type { Cell, PackedCells } from './activityRow.ts';

/** Gathers the cells of many rows under one dictionary of keys, as the activity table of the core wants them. */
export class CellCollector {
  readonly keys = new ActivityKeys();
  private readonly numbers = new Map<string, number>();
  private readonly quarter = growableUint32();
  private readonly key = growableUint32();
  private readonly count = growableUint32();
  private readonly first = growableUint32();
  private readonly last = growableUint32();
  private readonly columns = [this.quarter, this.key, this.count, this.first, this.last];

  /** Adds the cells of some quarters, to exclusive. */
  add(packed: PackedCells, fromQuarter = 0, toQuarter = Infinity): void {
    const numbers = packed.keys.map((tuple) => this.numberOf(JSON.stringify(tuple), tuple));
    const { key, quarter, count, first, last } = packed;
    for (let index = 0; index < quarter.length; index++) {
      const at = quarter[index]!;
      if (at >= fromQuarter && at < toQuarter)
        this.push(at, numbers[key[index]!]!, count[index]!, first[index]!, last[index]!);
    }
  }

  /** Adds a cell of its own for an event. */
  addEvent(event: TrackerEvent): void {
    const text = activityKeyText(event);
    const time = secondsOf(event.eventTime);
    const second = time % QUARTER;
    this.push((time - second) / QUARTER, this.numberOf(text, JSON.parse(text) as KeyTuple), 1, second, second);
  }

  /** Takes away the cells of which the predicate holds. */
  remove(predicate: (key: number, quarter: number) => boolean): void {
    let kept = 0;
    for (let index = 0; index < this.quarter.length; index++) {
      if (predicate(this.key.values[index]!, this.quarter.values[index]!)) continue;
      for (const { values } of this.columns) values[kept] = values[index]!;
      kept++;
    }
    for (const column of this.columns) column.length = kept;
  }

  /** All cells, sorted by quarter: counted into their places, for there may be millions of them. */
  sorted(): ActivityCells {
    const { length } = this.quarter;
    const cells = createCells(length);
    const quarters = this.quarter.values.subarray(0, length);
    let [least, most] = [Infinity, 0];
    for (const quarter of quarters) {
      least = Math.min(least, quarter);
      most = Math.max(most, quarter);
    }
    const next = new Uint32Array(length === 0 ? 0 : most - least + 2);
    for (const quarter of quarters) next[quarter - least + 1]!++;
    for (let index = 1; index < next.length; index++) next[index]! += next[index - 1]!;
    for (let from = 0; from < length; from++) {
      const to = next[quarters[from]! - least]!++;
      cells.quarter[to] = quarters[from]!;
      cells.key[to] = this.key.values[from]!;
      cells.count[to] = this.count.values[from]!;
      cells.first[to] = this.first.values[from]!;
      cells.last[to] = this.last.values[from]!;
    }
    return cells;
  }

  /** The sums by key and quarter, sorted by quarter. */
  sums(): Cell[] {
    const texts = [...this.numbers.keys()];
    const cells = this.sorted();
    const sums: Cell[] = [];
    let open = new Map<number, Cell>();
    for (let index = 0; index < cells.quarter.length; index++) {
      const [key, quarter] = [cells.key[index]!, cells.quarter[index]!];
      const [count, first, last] = [cells.count[index]!, cells.first[index]!, cells.last[index]!];
      if (quarter !== sums.at(-1)?.quarter) open = new Map();
      const sum = open.get(key);
      if (sum) {
        sum.count += count;
        sum.first = Math.min(sum.first, first);
        sum.last = Math.max(sum.last, last);
      } else {
        const cell = { key: texts[key]!, quarter, count, first, last };
        open.set(key, cell);
        sums.push(cell);
      }
    }
    return sums;
  }

  private push(quarter: number, key: number, count: number, first: number, last: number): void {
    this.quarter.push(quarter);
    this.key.push(key);
    this.count.push(count);
    this.first.push(first);
    this.last.push(last);
  }

  private numberOf(text: string, tuple: KeyTuple): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.keys.add(tuple)));
    return number;
  }
}
