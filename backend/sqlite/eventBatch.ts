import type { TrackerEvent } from '../core/event.ts';
import type { LogFileFacts } from '../core/eventStore.ts';
import { QUARTER, secondsOf } from '../core/quarter.ts';
import { KeyNumbering, OriginNumbering } from './eventNumbering.ts';
import { hashOf, HashTable } from './hashTable.ts';
import { detailsText } from './storedEvent.ts';
import { TextBuilder, type TextColumn } from './textColumn.ts';

/** What became of reading a file. */
export interface FileReport extends LogFileFacts {
  state: 'done' | 'skipped' | 'rejected';
  /** Why it was skipped or rejected, or what is wrong with its first broken record. */
  reason?: string;
  /** Events that an earlier one in the batch, or in this part of a large file, is the same as. */
  duplicates: number;
}

/**
 * The events of some files, packed for the way to the thread that writes: columns whose memory changes hands, and texts joined
 * to one, because cloning an object per event costs more than parsing it. Sorted by quarter and key, within them newest first.
 * A batch may end within a large file, whose events bear the number files.length; it is then the first of the next batch.
 */
export interface EventBatch {
  files: FileReport[];
  /** The distinct keys and origins of the batch, which `key` and `origin` number. */
  keys: string[];
  origins: string[];
  quarter: Uint32Array;
  second: Uint16Array;
  key: Uint32Array;
  origin: Uint32Array;
  /** Index in `files`. */
  file: Uint32Array;
  position: Uint32Array;
  eventIds: TextColumn;
  /** Empty for events without. */
  details: TextColumn;
}

/** The memory that changes hands with a batch. */
export function transferables(batch: EventBatch): ArrayBuffer[] {
  const { quarter, second, key, origin, file, position, eventIds, details } = batch;
  const texts = [eventIds, details].flatMap(({ bytes, begin, end }) => [bytes, begin, end]);
  return [quarter, second, key, origin, file, position, ...texts].map(({ buffer }) => buffer as ArrayBuffer);
}

/** Collects the events of files for one batch. */
export class BatchPacker {
  private readonly files: FileReport[] = [];
  private readonly keys = new KeyNumbering();
  private readonly origins = new OriginNumbering();
  /** By event, in the order in which they come. */
  private readonly time: number[] = [];
  private readonly key: number[] = [];
  private readonly origin: number[] = [];
  private readonly file: number[] = [];
  private readonly position: number[] = [];
  private readonly eventIds = new TextBuilder();
  private readonly details = new TextBuilder();
  /** By event: its eventID. */
  private readonly seen = new HashTable();

  /** Events of the file at hand that the batch has already. */
  private duplicates: number;
  /** The first event of the file at hand. */
  private begin = 0;

  /** `duplicates` are those of a large file that parts of it before this one had. */
  constructor(duplicates = 0) {
    this.duplicates = duplicates;
  }

  /** Number of events. */
  get size(): number {
    return this.time.length;
  }

  /** A packer for the next part of the file at hand. */
  next(): BatchPacker {
    return new BatchPacker(this.duplicates);
  }

  /** Adds an event of the file that ends next, unless the batch has it already. */
  add(event: TrackerEvent): void {
    const time = secondsOf(event.eventTime);
    const key = this.keys.of(event);
    if (!this.isNew(event.eventID, time, key)) {
      this.duplicates++;
      return;
    }
    this.time.push(time);
    this.key.push(key);
    this.origin.push(this.origins.of(event));
    this.file.push(this.files.length);
    this.position.push(event.position);
    this.eventIds.add(event.eventID);
    this.details.add(detailsText(event));
  }

  /** Ends the file that the events since the last one belong to. Those of a file that is not done after all are forgotten. */
  endFile(report: Omit<FileReport, 'duplicates'>): void {
    const isDone = report.state === 'done';
    if (!isDone) this.forget();
    this.files.push({ ...report, duplicates: isDone ? this.duplicates : 0 });
    this.begin = this.size;
    this.duplicates = 0;
  }

  private forget(): void {
    for (const column of [this.time, this.key, this.origin, this.file, this.position]) column.length = this.begin;
    for (const column of [this.eventIds, this.details, this.seen]) column.truncate(this.begin);
  }

  pack(): EventBatch {
    const { files, keys, origins, time, key } = this;
    const cell = time.map((at, index) => Math.floor(at / QUARTER) * keys.texts.length + key[index]!);
    const order = [...cell.keys()].sort((a, b) => cell[a]! - cell[b]! || time[b]! - time[a]!);
    return {
      files,
      keys: keys.texts,
      origins: origins.texts,
      quarter: inOrder(order, time, (at) => Math.floor(at / QUARTER)),
      second: Uint16Array.from(inOrder(order, time, (at) => at % QUARTER)),
      key: inOrder(order, key, same),
      origin: inOrder(order, this.origin, same),
      file: inOrder(order, this.file, same),
      position: inOrder(order, this.position, same),
      eventIds: this.eventIds.take(order),
      details: this.details.take(order),
    };
  }

  /** Whether the batch has no such event yet: one of the same user, time and id. */
  private isNew(eventId: string, time: number, key: number): boolean {
    const hash = hashOf(eventId);
    const known = this.seen.find(
      hash,
      (event) =>
        this.time[event] === time &&
        this.eventIds.at(event) === eventId &&
        this.keys.haveSameUser(this.key[event]!, key),
    );
    if (known < 0) this.seen.add(hash);
    return known < 0;
  }
}

/** A column of what is made of values, in another order. (A loop, because Uint32Array.from takes ten times as long.) */
function inOrder<T>(order: readonly number[], values: readonly T[], make: (value: T) => number): Uint32Array {
  const column = new Uint32Array(order.length);
  for (let index = 0; index < order.length; index++) column[index] = make(values[order[index]!]!);
  return column;
}

const same = (value: number) => value;
