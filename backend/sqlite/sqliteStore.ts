import type { DatabaseSync } from 'node:sqlite';
import type {
  Catalogue,
  EventStore,
  IngestResult,
  LogFileFacts,
  RecordLocation,
  EventKey,
  StoreStatus,
} from '../core/eventStore.ts';
import type { TrackerEvent } from '../core/event.ts';
import { secondsOf, timeText } from '../core/quarter.ts';
import { BatchPacker, type EventBatch } from './eventBatch.ts';
import { catalogueOf } from './catalogueOf.ts';
import { compactChunks } from './compactChunks.ts';
import { EventIndex } from './eventIndex.ts';
import { readPage } from './eventPage.ts';
import { EventReader } from './eventReader.ts';
import { EventWriter } from './eventWriter.ts';
import { fileTotals, isSettled, knownFiles, problems, setVanished, type KnownFile, type Problem } from './fileTable.ts';
import { loggedHours } from './loggedHours.ts';
import { Lease, LeaseLost } from './lease.ts';
import { explained, isBusy, openDatabase } from './openDatabase.ts';
import { readActivity } from './storeActivity.ts';

export interface SqliteStore extends EventStore {
  /** Whoever reads log files into the store holds it. */
  readonly lease: Lease;
  /**
   * Adds a batch, durably and visibly to queries, all or nothing. With `open`, a batch that ends within a large file, the
   * transaction stays open for the batch that follows. Throws LeaseLost, as all that writes but ingest, where the lease is not held.
   */
  add(batch: EventBatch, open?: boolean): IngestResult[];
  /** Forgets what open batches have added. */
  rollback(): void;
  /** Number of events stored, those of open batches included. */
  eventCount(): number;
  knownFiles(): KnownFile[];
  /** Marks files that are no longer there, or are there again. Their events stay. */
  setVanished(files: readonly KnownFile[], vanished: boolean): void;
  /** To be called after many additions. */
  tidy(): void;
  problems(limit: number): Problem[];
  close(): void;
}

/**
 * Opens the store in a file, or makes it; `now` is in milliseconds since 1970. Throws a UserError where the file is no index,
 * or this Node has no SQLite.
 */
export async function openSqliteStore(path: string, now: () => number): Promise<SqliteStore> {
  const database = await openDatabase(path);
  try {
    return createStore(database, path, now);
  } catch (error) {
    database.close();
    throw explained(error, path);
  }
}

function createStore(database: DatabaseSync, path: string, now: () => number): SqliteStore {
  const lease = new Lease(database, path, now);
  const dataVersion = database.prepare('pragma data_version');
  const versionOf = () => dataVersion.get()?.['data_version'];
  let version = versionOf();
  let { index, reader, writer } = load(database);
  let writing = false;
  let known: { next: number; catalogue: Catalogue } | undefined;

  /** The index with what other processes have committed since. */
  function current(): EventIndex {
    const newest = versionOf();
    if (newest !== version) {
      version = newest;
      index.load(database);
    }
    return index;
  }

  /** Runs what writes in the transaction that is open or in a new one, which it ends unless it is to stay open. */
  function write<T>(change: () => T, open = false): T {
    if (!writing) begin();
    try {
      const result = change();
      if (!open) commit();
      return result;
    } catch (error) {
      rollback();
      throw explained(error, path);
    }
  }

  function begin(): void {
    database.exec('begin immediate');
    writing = true;
    current();
    writer.begin();
  }

  function commit(): void {
    database.exec('commit');
    writing = false;
    for (const chunk of writer.pending.splice(0)) index.append(chunk);
  }

  function rollback(): void {
    if (!writing) return;
    // Where the disk is full, SQLite may have rolled back by itself.
    if (database.isTransaction) database.exec('rollback');
    writing = false;
    ({ index, reader, writer } = load(database));
  }

  /** The same with the lease in hand. */
  function writeLeased<T>(change: () => T, open?: boolean): T {
    try {
      return write(() => {
        lease.renew();
        return change();
      }, open);
    } catch (error) {
      throw isBusy(error) ? new LeaseLost() : error;
    }
  }

  function ingest(file: LogFileFacts, events: readonly TrackerEvent[]): IngestResult {
    return write(() => {
      if (isSettled(database, file)) return { stored: 0, duplicates: events.length };
      const packer = new BatchPacker();
      for (const event of events) packer.add(event);
      packer.endFile({ ...file, state: 'done' });
      const batch = packer.pack();
      const [result] = writer.add(batch);
      return { stored: result!.stored, duplicates: result!.duplicates + batch.files[0]!.duplicates };
    });
  }

  function tidy(): void {
    writeLeased(() => compactChunks(database));
    database.exec('pragma wal_checkpoint(truncate)');
  }

  function locate({ user, eventTime, eventID }: EventKey): RecordLocation | undefined {
    const number = current().keys.userNumber(user);
    const time = secondsOf(eventTime);
    if (number === undefined || Number.isNaN(time)) return undefined;
    const row = database
      .prepare(
        'select file.name as file, position from event join file on file.id = event.file where time = ? and event_id = ? and user = ?',
      )
      .get(time, eventID, number);
    return row && { file: row['file'] as string, position: row['position'] as number };
  }

  /** Made anew only after something was added: to look through all cells takes a while. */
  function catalogue(): Catalogue {
    const { next } = current();
    if (known?.next !== next) known = { next, catalogue: catalogueOf(index) };
    return known.catalogue;
  }

  function status(): StoreStatus {
    const span = current().table.span();
    return {
      ...fileTotals(database),
      ...(span && { oldestEvent: timeText(span.first), newestEvent: timeText(span.last) }),
      unsettled: [],
    };
  }

  return {
    lease,
    add: (batch, open) => writeLeased(() => writer.add(batch), open),
    rollback,
    eventCount: () => current().next - 1 + writer.pending.reduce((sum, { origin }) => sum + origin.length, 0),
    knownFiles: () => knownFiles(database),
    setVanished: (files, vanished) => writeLeased(() => setVanished(database, files, vanished)),
    tidy,
    problems: (limit) => problems(database, limit),
    close: () => database.close(),
    ingest: async (file, events) => Promise.resolve(ingest(file, events)),
    events: (query, signal) => readPage(current(), reader, query, signal),
    activity: (query, signal) => readActivity(current(), reader, query, signal),
    catalogue: async (kind) => Promise.resolve(catalogue()[kind]),
    status: async () => Promise.resolve(status()),
    loggedHours: async (period) => Promise.resolve(loggedHours(database, current(), period)),
    locate: async (key) => Promise.resolve(locate(key)),
  };
}

function load(database: DatabaseSync): { index: EventIndex; reader: EventReader; writer: EventWriter } {
  const index = new EventIndex();
  index.load(database);
  return { index, reader: new EventReader(database, index), writer: new EventWriter(database, index) };
}
