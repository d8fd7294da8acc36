import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TrackerEvent, User } from '../core/event.ts';
import { baseName } from '../core/logFile.ts';
import { timeText } from '../core/quarter.ts';
import type { EventIndex } from './eventIndex.ts';
import { assembleEvent, readOrigin, type Origin } from './storedEvent.ts';

/** How many origins and file names are remembered, at some hundred bytes each. */
const REMEMBERED = 20_000;

export interface EventRow {
  time: number;
  event_id: string;
  key: number;
  origin: number;
  details: string | null;
  file: number;
  position: number;
}

/** Reads events by their number. */
export class EventReader {
  private readonly index: EventIndex;
  private readonly selectEvents: StatementSync;
  private readonly selectOrigin: StatementSync;
  private readonly selectFile: StatementSync;
  private readonly origins = new Map<number, Origin>();
  private readonly files = new Map<number, string>();

  constructor(database: DatabaseSync, index: EventIndex) {
    this.index = index;
    this.selectEvents = database.prepare(
      'select time, event_id, key, origin, details, file, position from event where seq between ? and ?',
    );
    this.selectOrigin = database.prepare('select text from origin where id = ?');
    this.selectFile = database.prepare('select name from file where id = ?');
  }

  /** The rows of events by their numbers, in any order. Numbers in a row are read at one go, for half the cost. */
  rows(numbers: readonly number[]): EventRow[] {
    const sorted = Uint32Array.from(numbers).sort();
    const rows: EventRow[] = [];
    for (let from = 0, to = 0; from < sorted.length; from = to) {
      to = from + 1;
      while (to < sorted.length && sorted[to] === sorted[to - 1]! + 1) to++;
      for (const row of this.selectEvents.all(sorted[from]!, sorted[to - 1]!)) rows.push(row as unknown as EventRow);
    }
    return rows;
  }

  userOf(row: EventRow): User {
    return this.index.keys.userOf(row.key);
  }

  event(row: EventRow): TrackerEvent {
    return assembleEvent(this.index.keys.at(row.key), this.origin(row.origin), row.details, {
      eventID: row.event_id,
      eventTime: timeText(row.time),
      logFile: this.logFile(row.file),
      position: row.position,
    });
  }

  origin(id: number): Origin {
    return remembered(this.origins, id, () => readOrigin((this.selectOrigin.get(id) as { text: string }).text));
  }

  private logFile(id: number): string {
    return remembered(this.files, id, () => baseName((this.selectFile.get(id) as { name: string }).name));
  }
}

function remembered<T>(values: Map<number, T>, id: number, read: () => T): T {
  let value = values.get(id);
  if (value === undefined) {
    if (values.size >= REMEMBERED) values.clear();
    values.set(id, (value = read()));
  }
  return value;
}
