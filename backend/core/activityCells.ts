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

/** The cells of two blocks as one. */
export function mergeCells(a: ActivityCells, b: ActivityCells): ActivityCells {
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
