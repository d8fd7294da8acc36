import type { DatabaseSync } from 'node:sqlite';
import { packChunk, unpackChunk, type Chunk } from './chunk.ts';

/** Chunks of fewer events are put together with their neighbours, as soon as there are so many in a row. */
const SMALL = 4_096;
const ENOUGH = 32;

interface ChunkSize {
  first: number;
  events: number;
}

/** Keeps the number of chunks low that many small additions (a trail's files every five minutes) leave: opening reads them all. */
export function compactChunks(database: DatabaseSync): void {
  const sizes = database.prepare('select first, events from chunk order by first').all() as unknown as ChunkSize[];
  let run: ChunkSize[] = [];
  for (const size of [...sizes, undefined]) {
    if (size && size.events < SMALL) run.push(size);
    else {
      if (run.length >= ENOUGH) mergeRun(database, run);
      run = [];
    }
  }
}

function mergeRun(database: DatabaseSync, run: readonly ChunkSize[]): void {
  const [from, to] = [run[0]!.first, run.at(-1)!.first];
  const rows = database
    .prepare('select first, events, cells, data from chunk where first between ? and ? order by first')
    .all(from, to);
  const chunks = rows.map((row) =>
    unpackChunk(row['first'] as number, row['events'] as number, row['cells'] as number, row['data'] as Uint8Array),
  );
  const merged = joined(chunks);
  database.prepare('delete from chunk where first between ? and ?').run(from, to);
  database
    .prepare('insert into chunk (first, events, cells, data) values (?, ?, ?, ?)')
    .run(from, merged.origin.length, merged.quarter.length, packChunk(merged));
}

function joined(chunks: readonly Chunk[]): Chunk {
  const column = (select: (chunk: Chunk) => Uint32Array) =>
    Uint32Array.from(chunks.flatMap((chunk) => [...select(chunk)]));
  return {
    first: chunks[0]!.first,
    quarter: column(({ quarter }) => quarter),
    key: column(({ key }) => key),
    count: column(({ count }) => count),
    origin: column(({ origin }) => origin),
    second: Uint16Array.from(chunks.flatMap(({ second }) => [...second])),
  };
}
