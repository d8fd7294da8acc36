import type { DatabaseSync } from 'node:sqlite';
import { ActivityKeys, type KeyTuple } from '../core/activityKeys.ts';
import { ActivityTable } from '../core/activityTable.ts';
import { cellsOf, unpackChunk, withoutFirst, type Chunk } from './chunk.ts';
import { growableUint16, growableUint32 } from '../core/growable.ts';

/**
 * What is kept in memory of all events, about 15 bytes each: the activity table, and origin and second of every event by
 * its number. Charts and trees are answered from it alone, and pages read no row that does not belong on them.
 */
export class EventIndex {
  readonly keys = new ActivityKeys();
  readonly origins = growableUint32();
  readonly seconds = growableUint16();
  readonly table = new ActivityTable(this.keys, ({ cells, index }) =>
    this.seconds.values.subarray(cells.start[index], cells.start[index]! + cells.count[index]!),
  );
  /** Number of the event that comes next; the first is 1. */
  next = 1;

  append(chunk: Chunk): void {
    this.origins.set(chunk.first, chunk.origin);
    this.seconds.set(chunk.first, chunk.second);
    for (const cells of cellsOf(chunk)) this.table.append(cells);
    this.next = chunk.first + chunk.origin.length;
  }

  /** Takes in what was committed since, by this process or another. */
  load(database: DatabaseSync): void {
    for (const key of keysFrom(database, this.keys.size)) this.keys.add(key);
    const chunks = database
      .prepare('select first, events, cells, data from chunk where first + events > ? order by first')
      .all(this.next);
    for (const { first, events, cells, data } of chunks as unknown as ChunkRow[]) {
      const chunk = unpackChunk(first, events, cells, data);
      this.append(first < this.next ? withoutFirst(chunk, this.next - first) : chunk);
    }
  }
}

/** The keys from a number on; several hundred thousand are parsed at one go, for a third of the cost. */
export function keysFrom(database: DatabaseSync, first: number): KeyTuple[] {
  const rows = database.prepare('select texts from activity_keys where first >= ? order by first').all(first);
  return JSON.parse(`[${rows.map(({ texts }) => texts as string).join()}]`) as KeyTuple[];
}

interface ChunkRow {
  first: number;
  events: number;
  cells: number;
  data: Uint8Array;
}
