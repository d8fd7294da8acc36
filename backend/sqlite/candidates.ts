import type { CellAt } from '../core/activityCells.ts';
import { QUARTER, type QuarterRange } from '../core/quarter.ts';
import type { EventIndex } from './eventIndex.ts';

/** What a search for events knows before it reads any. */
export interface Search {
  range: QuarterRange;
  /** By activity key: 1 if it passes the filter. */
  matching: Uint8Array;
  originMatches: (origin: number) => boolean;
}

/**
 * The numbers of the events that match, in slices: every event of a slice is newer than all of the next, and no second is
 * torn apart. A slice has at least `size` of them, unless its quarter of an hour has fewer.
 */
export function* candidates(
  { origins, seconds, table }: EventIndex,
  search: Search,
  size: number,
): Generator<number[]> {
  for (const cells of table.newestFirst(search.range, search.matching)) {
    const start = cells[0]!.cells.quarter[cells[0]!.index]! * QUARTER;
    const [from, to] = [Math.max(0, search.range.from - start), Math.min(QUARTER, search.range.to - start)];
    const isMatch = (seq: number) => {
      const second = seconds.values[seq]!;
      return second >= from && second < to && search.originMatches(origins.values[seq]!);
    };
    const all = countOf(cells);
    if (all <= size) {
      const slice = [...numbers(cells)].filter(isMatch);
      if (slice.length > 0) yield slice;
      continue;
    }
    const bySecond = new Uint32Array(QUARTER);
    for (const seq of numbers(cells)) if (isMatch(seq)) bySecond[seconds.values[seq]!]!++;
    for (let end = to; end > from;) {
      let begin = end;
      for (let count = 0; begin > from && count < size;) count += bySecond[--begin]!;
      const slice: number[] = [];
      for (const seq of numbers(cells))
        if (seconds.values[seq]! >= begin && seconds.values[seq]! < end && isMatch(seq)) slice.push(seq);
      if (slice.length > 0) yield slice;
      end = begin;
    }
  }
}

function countOf(cells: readonly CellAt[]): number {
  return cells.reduce((sum, { cells: { count }, index }) => sum + count[index]!, 0);
}

function* numbers(cells: readonly CellAt[]): Generator<number> {
  for (const { cells: block, index } of cells) {
    const end = block.start[index]! + block.count[index]!;
    for (let seq = block.start[index]!; seq < end; seq++) yield seq;
  }
}
