import { createCells, type ActivityCells } from '../core/activityCells.ts';
import { ActivityKeys, activityKeyText, type KeyTuple } from '../core/activityKeys.ts';
import type { TrackerEvent } from '../core/event.ts';
import { QUARTER, secondsOf } from '../core/quarter.ts';
import type { PackedCells } from './activityRow.ts';

/** Gathers the cells of many rows under one dictionary of keys, as the activity table of the core wants them. */
export class CellCollector {
  readonly keys = new ActivityKeys();
  private readonly numbers = new Map<string, number>();
  private readonly cells: [quarter: number, key: number, count: number, first: number, last: number][] = [];

  /** Adds the cells of some quarters, to exclusive. */
  add({ keys, key, quarter, count, first, last }: PackedCells, fromQuarter: number, toQuarter: number): void {
    const numbers = keys.map((tuple) => this.numberOf(JSON.stringify(tuple), tuple));
    for (let index = 0; index < quarter.length; index++) {
      const at = quarter[index]!;
      if (at < fromQuarter || at >= toQuarter) continue;
      this.cells.push([at, numbers[key[index]!]!, count[index]!, first[index]!, last[index]!]);
    }
  }

  /** Adds a cell of its own for an event. */
  addEvent(event: TrackerEvent): void {
    const text = activityKeyText(event);
    const time = secondsOf(event.eventTime);
    const second = time % QUARTER;
    const number = this.numberOf(text, JSON.parse(text) as KeyTuple);
    this.cells.push([(time - second) / QUARTER, number, 1, second, second]);
  }

  /** Takes away the cells of which the predicate holds. */
  remove(predicate: (cell: { quarter: number; key: number }) => boolean): void {
    const kept = this.cells.filter(([quarter, key]) => !predicate({ quarter, key }));
    this.cells.splice(0, Infinity, ...kept);
  }

  /** All cells, sorted by quarter. */
  sorted(): ActivityCells {
    this.cells.sort(([a], [b]) => a - b);
    const cells = createCells(this.cells.length);
    this.cells.forEach(([quarter, key, count, first, last], index) => {
      cells.quarter[index] = quarter;
      cells.key[index] = key;
      cells.count[index] = count;
      cells.first[index] = first;
      cells.last[index] = last;
    });
    return cells;
  }

  private numberOf(text: string, tuple: KeyTuple): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.keys.add(tuple)));
    return number;
  }
}
