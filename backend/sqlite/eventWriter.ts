import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeyTuple } from '../core/activityKeys.ts';
import type { IngestResult } from '../core/eventStore.ts';
import { readLogFileName } from '../core/logFile.ts';
import { QUARTER, timeText } from '../core/quarter.ts';
import { packChunk, type Chunk } from './chunk.ts';
import type { EventBatch, FileReport } from './eventBatch.ts';
import type { EventIndex } from './eventIndex.ts';

/** How many origins the writer remembers; what it has forgotten is stored a second time, which costs space only. */
const KNOWN_ORIGINS = 50_000;

/** Adds batches within a transaction of its owner. Chunks go to the index in memory when they are committed. */
export class EventWriter {
  private readonly database: DatabaseSync;
  private readonly index: EventIndex;
  private readonly insertKey: StatementSync;
  private readonly insertOrigin: StatementSync;
  private readonly insertEvent: StatementSync;
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
    this.insertKey = database.prepare('insert into activity_key (id, text) values (?, ?)');
    this.insertOrigin = database.prepare('insert into origin (id, text) values (?, ?)');
    // Of an event that is there already, only its identity may be the reason not to add it.
    this.insertEvent = database.prepare(
      `insert into event (seq, time, event_id, user, key, origin, details, file, position) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (time, event_id, user) do nothing`,
    );
    this.insertChunk = database.prepare('insert into chunk (first, events, cells, data) values (?, ?, ?, ?)');
    this.deleteFile = database.prepare('delete from file where name = ? and not superseded and records = 0');
    this.supersedeFile = database.prepare('update file set superseded = 1 where name = ? and not superseded');
    this.insertFile = database.prepare(
      `insert into file (id, name, size, modified, delivered, state, reason, records, stored, duplicates, dropped, broken)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    const keys = batch.keys.map((text) => this.keyOf(text));
    const origins = batch.origins.map((text) => this.originOf(text));
    const { users } = this.index.keys;
    const { eventIds, details } = batch;
    const chunk = new ChunkBuilder(this.nextEvent, batch.key.length);
    let [idStart, detailsStart] = [0, 0];
    for (let index = 0; index < batch.key.length; index++) {
      const key = keys[batch.key[index]!]!;
      const origin = origins[batch.origin[index]!]!;
      const file = batch.file[index]!;
      const { changes } = this.insertEvent.run(
        this.nextEvent,
        batch.quarter[index]! * QUARTER + batch.second[index]!,
        eventIds.text.slice(idStart, eventIds.end[index]),
        users.numbers.values[key]!,
        key,
        origin,
        details.text.slice(detailsStart, details.end[index]) || null,
        this.nextFile + file,
        batch.position[index]!,
      );
      idStart = eventIds.end[index]!;
      detailsStart = details.end[index]!;
      if (changes === 0) counts[file]!.duplicates++;
      else {
        counts[file]!.stored++;
        this.nextEvent++;
        chunk.add(batch.quarter[index]!, batch.second[index]!, key, origin);
      }
    }
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
    // Of an old version only what it added is of interest.
    this.deleteFile.run(name);
    this.supersedeFile.run(name);
    this.insertFile.run(
      this.nextFile++,
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
  }

  private keyOf(text: string): number {
    let key = this.keys.get(text);
    if (key === undefined) {
      key = this.index.keys.add(JSON.parse(text) as KeyTuple);
      this.keys.set(text, key);
      this.insertKey.run(key, text);
    }
    return key;
  }

  /** Catches up with the keys that the index knows. */
  private loadKeys(): void {
    if (this.keys.size === this.index.keys.size) return;
    const rows = this.database.prepare('select id, text from activity_key where id >= ?').all(this.keys.size);
    for (const { id, text } of rows) this.keys.set(text as string, id as number);
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
