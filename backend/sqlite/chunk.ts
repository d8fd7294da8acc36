import { createCells, type ActivityCells } from '../core/activityCells.ts';

/**
 * What queries keep in memory of a run of events with consecutive numbers: which cells of the activity table they form,
 * and origin and second of each. As a blob: quarter, key and count of the cells, then the events' origins, then their seconds,
 * in the byte order of the machine (the index is a cache of this machine).
 */
export interface Chunk {
  /** Number of its first event. */
  first: number;
  /** Sorted by quarter, unless several chunks were put together. */
  quarter: Uint32Array;
  key: Uint32Array;
  count: Uint32Array;
  /** By event; within a cell newest first. */
  origin: Uint32Array;
  second: Uint16Array;
}

export function packChunk({ quarter, key, count, origin, second }: Chunk): Uint8Array {
  const bytes = new Uint8Array(12 * quarter.length + 6 * origin.length);
  let offset = 0;
  for (const column of [quarter, key, count, origin, second]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += column.byteLength;
  }
  return bytes;
}

export function unpackChunk(first: number, events: number, cells: number, data: Uint8Array): Chunk {
  // A copy, because columns must begin at multiples of their width.
  const buffer = data.slice().buffer;
  const column = (index: number) => new Uint32Array(buffer, 4 * cells * index, cells);
  return {
    first,
    quarter: column(0),
    key: column(1),
    count: column(2),
    origin: new Uint32Array(buffer, 12 * cells, events),
    second: new Uint16Array(buffer, 12 * cells + 4 * events, events),
  };
}

/** The chunk without its first events, of which there are as many as some of its cells have. */
export function withoutFirst(chunk: Chunk, events: number): Chunk {
  let cell = 0;
  for (let passed = 0; passed < events; cell++) passed += chunk.count[cell]!;
  return {
    first: chunk.first + events,
    quarter: chunk.quarter.subarray(cell),
    key: chunk.key.subarray(cell),
    count: chunk.count.subarray(cell),
    origin: chunk.origin.subarray(events),
    second: chunk.second.subarray(events),
  };
}

/** The cells of a chunk as blocks that are sorted by quarter. */
export function cellsOf({ first, quarter, key, count, second }: Chunk): ActivityCells[] {
  const blocks: ActivityCells[] = [];
  let event = 0;
  for (let from = 0, to = 0; from < quarter.length; from = to) {
    to = from + 1;
    while (to < quarter.length && quarter[to]! >= quarter[to - 1]!) to++;
    const cells = createCells(to - from);
    cells.quarter.set(quarter.subarray(from, to));
    cells.key.set(key.subarray(from, to));
    cells.count.set(count.subarray(from, to));
    for (let index = 0; index < to - from; index++) {
      cells.start[index] = first + event;
      cells.last[index] = second[event]!;
      event += count[from + index]!;
      cells.first[index] = second[event - 1]!;
    }
    blocks.push(cells);
  }
  return blocks;
}
