import { activityKeyText, haveSameUser } from '../core/activityKeys.ts';
import type { TrackerEvent } from '../core/event.ts';
import type { LogFileFacts } from '../core/eventStore.ts';
import { QUARTER, secondsOf } from '../core/quarter.ts';
import { Numbering } from './numbering.ts';
import { OriginNumbering } from './originNumbering.ts';
import { detailsText } from './storedEvent.ts';

/** What became of reading a file. */
export interface FileReport extends LogFileFacts {
  state: 'done' | 'skipped' | 'rejected';
  /** Why it was skipped or rejected, or what is wrong with its first broken record. */
  reason?: string;
  /** Events that occur more than once within the batch; the first counts. */
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

/** Texts one after the other, and where each ends. */
export interface TextColumn {
  text: string;
  end: Uint32Array;
}

/** The memory that changes hands with a batch. */
export function transferables(batch: EventBatch): ArrayBuffer[] {
  const { quarter, second, key, origin, file, position, eventIds, details } = batch;
  return [quarter, second, key, origin, file, position, eventIds.end, details.end].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}

/** Collects the events of files for one batch. */
export class BatchPacker {
  private readonly files: FileReport[] = [];
  private readonly keys = new Numbering();
  private readonly origins = new OriginNumbering();
  /** By event, in the order in which they come. */
  private readonly time: number[] = [];
  private readonly key: number[] = [];
  private readonly origin: number[] = [];
  private readonly file: number[] = [];
  private readonly position: number[] = [];
  private readonly eventIds: string[] = [];
  private readonly details: string[] = [];
  /** By eventID: the event, or the several, that have it. */
  private readonly seen = new Map<string, number | number[]>();

  get size(): number {
    return this.time.length;
  }

  /** Adds an event of the file that ends next; false if the batch has it already. */
  add(event: TrackerEvent): boolean {
    const time = secondsOf(event.eventTime);
    const key = this.keys.of(activityKeyText(event));
    if (!this.isNew(event.eventID, time, key)) return false;
    this.time.push(time);
    this.key.push(key);
    this.origin.push(this.origins.of(event));
    this.file.push(this.files.length);
    this.position.push(event.position);
    this.eventIds.push(event.eventID);
    this.details.push(detailsText(event));
    return true;
  }

  /** Adds a file with all its events. */
  addFile(report: Omit<FileReport, 'duplicates'>, events: readonly TrackerEvent[]): void {
    let duplicates = 0;
    for (const event of events) if (!this.add(event)) duplicates++;
    this.endFile({ ...report, duplicates });
  }

  endFile(report: FileReport): void {
    this.files.push(report);
  }

  pack(): EventBatch {
    const { files, keys, origins, time, key } = this;
    // Quarter, key and second in one number: 28, at most 13 and 10 bits.
    const place = time.map(
      (at, index) =>
        (Math.floor(at / QUARTER) * keys.texts.length + key[index]!) * QUARTER + (QUARTER - 1 - (at % QUARTER)),
    );
    const order = [...place.keys()].sort((a, b) => place[a]! - place[b]!);
    const column = (values: readonly number[]) => Uint32Array.from(order, (index) => values[index]!);
    return {
      files,
      keys: keys.texts,
      origins: origins.texts,
      quarter: Uint32Array.from(order, (index) => Math.floor(time[index]! / QUARTER)),
      second: Uint16Array.from(order, (index) => time[index]! % QUARTER),
      key: column(key),
      origin: column(this.origin),
      file: column(this.file),
      position: column(this.position),
      eventIds: joined(order, this.eventIds),
      details: joined(order, this.details),
    };
  }

  private isNew(eventId: string, time: number, key: number): boolean {
    const next = this.time.length;
    const known = this.seen.get(eventId);
    if (known === undefined) {
      this.seen.set(eventId, next);
      return true;
    }
    const all = typeof known === 'number' ? [known] : known;
    const { texts } = this.keys;
    if (all.some((index) => this.time[index] === time && haveSameUser(texts[this.key[index]!]!, texts[key]!)))
      return false;
    this.seen.set(eventId, [...all, next]);
    return true;
  }
}

function joined(order: readonly number[], texts: readonly string[]): TextColumn {
  let end = 0;
  return {
    text: order.map((index) => texts[index]!).join(''),
    end: Uint32Array.from(order, (index) => (end += texts[index]!.length)),
  };
}
