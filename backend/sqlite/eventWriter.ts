import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeyTuple } from '../core/activityKeys.ts';
import type { IngestResult } from '../core/eventStore.ts';
import { readLogFileName } from '../core/logFile.ts';
import { QUARTER, timeText } from '../core/quarter.ts';
import { packChunk, type Chunk } from './chunk.ts';
import type { EventBatch, FileReport } from './eventBatch.ts';
import { EventInserter } from './eventInserter.ts';
import { keysFrom, type EventIndex } from './eventIndex.ts';
import { textReader } from './textColumn.ts';

/** How many origins the writer remembers; what it has forgotten is stored a second time, which costs space only. */
const KNOWN_ORIGINS = 50_000;

/** Adds batches within a transaction of its owner. Chunks go to the index in memory when they are committed. */
export class EventWriter {
  private readonly database: DatabaseSync;
  private readonly index: EventIndex;
  private readonly insertKeys: StatementSync;
  private readonly insertOrigin: StatementSync;
  private readonly inserter: EventInserter;
  private readonly insertChunk: StatementSync;
  private readonly deleteFile: StatementSync;
  private readonly supersedeFile: StatementSync;
  private readonly insertFile: StatementSync;
  /** Numbers of keys, by their text: only whoever writes needs them. */
  private readonly keys = new Map<string, number>();
  private readonly origins = new Map<string, number>();
  private nextOrigin = 0;
  private nextFile = 0;
  private nextEvent = 0;
  /** What was added and is not yet committed. */
  readonly pending: Chunk[] = [];
  /** Counts of the file that the last batch ended in. */
  private unfinished: IngestResult = { stored: 0, duplicates: 0 };

  constructor(database: DatabaseSync, index: EventIndex) {
    this.database = database;
    this.index = index;
    this.insertKeys = database.prepare('insert into activity_keys (first, texts) values (?, ?)');
    this.insertOrigin = database.prepare('insert into origin (id, text) values (?, ?)');
    this.inserter = new EventInserter(database);
    this.insertChunk = database.prepare('insert into chunk (first, events, cells, data) values (?, ?, ?, ?)');
    this.deleteFile = database.prepare('delete from file where name = ? and not superseded and records = 0');
    this.supersedeFile = database.prepare('update file set superseded = 1 where name = ? and not superseded');
    this.insertFile = database.prepare(
      `insert into file (id, name, size, modified, delivered, state, reason, records, stored, duplicates, dropped, broken)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (name) where not superseded do nothing`,
    );
  }

  /** To be called when a transaction has begun: numbers go on where the last one, maybe of another process, ended. */
  begin(): void {
    this.nextOrigin = nextId(this.database, 'origin');
    this.nextFile = nextId(this.database, 'file');
    this.nextEvent = this.index.next;
    this.loadKeys();
  }

  /** Adds a batch; answers what became of the events of each of its files. */
  add(batch: EventBatch): IngestResult[] {
    // A place for the file that the batch ends in, if it does.
    const counts = Array.from({ length: batch.files.length + 1 }, () => ({ stored: 0, duplicates: 0 }));
    counts[0] = this.unfinished;
    this.addEvents(batch, counts);
    batch.files.forEach((report, index) => this.addFile(report, counts[index]!));
    this.unfinished = counts[batch.files.length]!;
    return counts.slice(0, batch.files.length);
  }

  private addEvents(batch: EventBatch, counts: IngestResult[]): void {
    const known = this.keys.size;
    const keys = batch.keys.map((text) => this.keyOf(text));
    this.addKeys(
      known,
      batch.keys.filter((_, index) => keys[index]! >= known),
    );
    const origins = batch.origins.map((text) => this.originOf(text));
    const { users } = this.index.keys;
    const eventId = textReader(batch.eventIds);
    const details = textReader(batch.details);
    const chunk = new ChunkBuilder(this.nextEvent, batch.key.length);
    this.nextEvent = this.inserter.insert(
      batch.key.length,
      this.nextEvent,
      (index) => {
        const key = keys[batch.key[index]!]!;
        return [
          batch.quarter[index]! * QUARTER + batch.second[index]!,
          eventId(index),
          users.numbers.values[key]!,
          key,
          origins[batch.origin[index]!]!,
          details(index) || null,
          this.nextFile + batch.file[index]!,
          batch.position[index]!,
        ];
      },
      (index, isNew) => {
        const count = counts[batch.file[index]!]!;
        if (!isNew) count.duplicates++;
        else {
          count.stored++;
          chunk.add(
            batch.quarter[index]!,
            batch.second[index]!,
            keys[batch.key[index]!]!,
            origins[batch.origin[index]!]!,
          );
        }
      },
    );
    this.addChunk(chunk.take());
  }

  private addChunk(chunk: Chunk): void {
    if (chunk.origin.length === 0) return;
    this.insertChunk.run(chunk.first, chunk.origin.length, chunk.quarter.length, packChunk(chunk));
    this.pending.push(chunk);
  }

  private addFile(
    { name, size, modified, state, reason, records, dropped, broken, duplicates }: FileReport,
    counts: IngestResult,
  ): void {
    const delivered = readLogFileName(name).delivered ?? timeText(Math.floor(modified / 1000));
    const insert = () =>
      this.insertFile.run(
        this.nextFile,
        name,
        size,
        modified,
        delivered,
        state,
        reason ?? null,
        records,
        counts.stored,
        counts.duplicates + duplicates,
        dropped,
        broken,
      );
    if (insert().changes === 0) {
      // Of an old version only what it added is of interest.
      this.deleteFile.run(name);
      this.supersedeFile.run(name);
      insert();
    }
    this.nextFile++;
  }

  private keyOf(text: string): number {
    let key = this.keys.get(text);
    if (key === undefined) {
      key = this.index.keys.add(JSON.parse(text) as KeyTuple);
      this.keys.set(text, key);
    }
    return key;
  }

  /** Stores the keys from a number on. */
  private addKeys(first: number, texts: readonly string[]): void {
    if (texts.length > 0) this.insertKeys.run(first, texts.join());
  }

  /** Catches up with the keys that the index knows. */
  private loadKeys(): void {
    const first = this.keys.size;
    if (first === this.index.keys.size) return;
    keysFrom(this.database, first).forEach((key, index) => this.keys.set(JSON.stringify(key), first + index));
  }

  private originOf(text: string): number {
    let origin = this.origins.get(text);
    if (origin === undefined) {
      if (this.origins.size >= KNOWN_ORIGINS) this.origins.clear();
      this.origins.set(text, (origin = this.nextOrigin++));
      this.insertOrigin.run(origin, text);
    }
    return origin;
  }
}

/** Puts the columns of a chunk together, event by event. */
class ChunkBuilder {
  private readonly first: number;
  private readonly quarter: number[] = [];
  private readonly key: number[] = [];
  private readonly count: number[] = [];
  private readonly origin: Uint32Array;
  private readonly second: Uint16Array;
  private events = 0;

  constructor(first: number, capacity: number) {
    this.first = first;
    this.origin = new Uint32Array(capacity);
    this.second = new Uint16Array(capacity);
  }

  add(quarter: number, second: number, key: number, origin: number): void {
    const last = this.count.length - 1;
    if (this.quarter[last] === quarter && this.key[last] === key) this.count[last]!++;
    else {
      this.quarter.push(quarter);
      this.key.push(key);
      this.count.push(1);
    }
    this.origin[this.events] = origin;
    this.second[this.events++] = second;
  }

  take(): Chunk {
    return {
      first: this.first,
      quarter: Uint32Array.from(this.quarter),
      key: Uint32Array.from(this.key),
      count: Uint32Array.from(this.count),
      origin: this.origin.slice(0, this.events),
      second: this.second.slice(0, this.events),
    };
  }
}

function nextId(database: DatabaseSync, table: 'origin' | 'file'): number {
  return (database.prepare(`select coalesce(max(id), 0) + 1 as next from ${table}`).get() as { next: number }).next;
}
