import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { quarterRange } from '../core/quarter.ts';
import type { TrackerEvent } from '../core/event.ts';
import type { EventKey, EventStore, IngestResult, LogFileFacts, RecordLocation } from '../core/eventStore.ts';
import { createCatalogueWriter, readCatalogue } from './catalogue.ts';
import { readEventItem } from './eventItem.ts';
import { createExpiry } from './expiry.ts';
import { fileNumbers, numbersAttribute, numbersOf } from './fileNumbers.ts';
import { endOfHour } from './fileRows.ts';
import { ingestFile, type IngestAttempt } from './ingestFile.ts';
import { eventPlace, fileIdentity, problemPlace } from './keys.ts';
import { deliveredAt, hourOfFile, placeOfNumbers } from './placeOfFile.ts';
import { loggedHours } from './loggedHours.ts';
import { readActivity } from './readActivity.ts';
import { readPage } from './readEvents.ts';
import { createSpanReader } from './readSpans.ts';
import { readStatus, type Problem } from './status.ts';
import { createSummaries, RIPE } from './summaries.ts';
import { createTable, type Capacity, type Table } from './table.ts';

export interface DynamoStoreOptions extends StoreOptions {
  client: DynamoDBClient;
  /** The table: string keys `pk` and `sk`, time to live by `ttl`. */
  table: string;
  /** To which all that it consumes is added. */
  capacity?: Capacity;
}

interface StoreOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** How long events are kept, after they happened; undefined for ever. */
  retentionDays?: number;
  /** Canonical text of what is dropped before events are handed in: a file under other settings is another file. */
  settings?: string;
}

export interface DynamoStore extends EventStore {
  /** As EventStore's. Broken off by the signal it is as if it had failed: to be repeated. */
  ingest(file: LogFileFacts, events: readonly TrackerEvent[], attempt?: IngestAttempt): Promise<IngestResult>;
  /** Notes a file that hands over no event, because it is no log file or cannot be read. */
  setAside(file: LogFileFacts, state: 'skipped' | 'rejected', reason: string): Promise<void>;
  /** Lists a file as begun and not settled, until it is ingested or set aside; not one that somebody else has settled. */
  setUnsettled(file: Pick<LogFileFacts, 'name' | 'size'>, reason: string): Promise<void>;
  /**
   * Makes the summaries of the hours, days and months that have ended since it was called last, so that nobody who asks has to
   * wait for them. Nothing depends on it.
   */
  sumUp(signal?: AbortSignal): Promise<void>;
}

/** An EventStore on a DynamoDB table. Any number of them may read and write the same table. */
export function createDynamoStore({ client, table, capacity, ...options }: DynamoStoreOptions): DynamoStore {
  return createStoreOnTable(createTable(client, table, capacity), options);
}

/** The same, on whatever takes its few requests. */
export function createStoreOnTable(table: Table, { now, retentionDays, settings = '' }: StoreOptions): DynamoStore {
  const expiry = createExpiry(now, retentionDays);
  const summaries = createSummaries(table, now, expiry);
  const spans = createSpanReader(table, summaries);
  const reading = { table, spans, expiry };
  const catalogue = createCatalogueWriter(table, (day) => expiry.at(`${day}T23:59:59Z`));

  let summedUp = 0;

  async function sumUp(signal?: AbortSignal): Promise<void> {
    const hour = 3_600_000;
    const end = Math.floor((now() - RIPE) / hour) * hour;
    if (end <= summedUp) return;
    // All of today and yesterday; on the first days of a month the month before, too.
    const date = new Date(end);
    const isNewMonth = date.getUTCDate() <= 2;
    const from = isNewMonth
      ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1)
      : Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - 1);
    const ignored = { cells: () => undefined };
    await spans.readRange(quarterRange(expiry.clamp({ from, to: end })), ignored, signal);
    summedUp = end;
  }

  async function locate(key: EventKey): Promise<RecordLocation | undefined> {
    const place = eventPlace(key);
    const attributes = await table.get(place);
    if (!attributes) return undefined;
    const { event, f, row } = readEventItem({ ...place, attributes });
    const own = await table.get(placeOfNumbers(row, f, true));
    // While its file is not settled, only its base name is known.
    return { file: (own && fileNumbers(own)?.name) ?? event.logFile, position: event.position };
  }

  async function putProblem(file: Pick<LogFileFacts, 'name'>, state: Problem['state'], reason: string): Promise<void> {
    const problem: Problem = { name: file.name, state, reason };
    const delivered = deliveredAt({ name: file.name, modified: now() });
    await table.put(problemPlace(file.name), { v: { S: JSON.stringify(problem) }, ...expiry.at(delivered) });
  }

  async function setAside(file: LogFileFacts, state: 'skipped' | 'rejected', reason: string): Promise<void> {
    if (state === 'rejected') return putProblem(file, state, reason);
    const hour = hourOfFile(file.name, []);
    const numbers = { ...numbersOf(file), stored: 0, duplicates: 0, skipped: reason };
    if (hour) await catalogue.add([], [hour.day]);
    await table.put(placeOfNumbers(hour, fileIdentity(file, settings), false), {
      ...numbersAttribute(numbers),
      ...expiry.at(hour ? endOfHour(hour) : deliveredAt(file)),
    });
    if (hour) await summaries.outdate([hour]);
    if (await table.get(problemPlace(file.name), { consistent: true })) await table.delete(problemPlace(file.name));
  }

  async function setUnsettled(file: Pick<LogFileFacts, 'name' | 'size'>, reason: string): Promise<void> {
    await putProblem(file, 'unsettled', reason);
    // Of two attempts at once the other may have settled it, and looked for this just before. Then nobody comes back to it.
    if (await isSettled(file)) await table.delete(problemPlace(file.name));
  }

  /** Whether a file has its numbers, as far as its name tells where they are. */
  async function isSettled(file: Pick<LogFileFacts, 'name' | 'size'>): Promise<boolean> {
    const hour = hourOfFile(file.name, []);
    if (!hour) return false;
    const f = fileIdentity(file, settings);
    const places = [true, false].map((hasEvents) => placeOfNumbers(hour, f, hasEvents));
    const items = await Promise.all(places.map((place) => table.get(place, { consistent: true })));
    return items.some((item) => item?.['n']);
  }

  return {
    ingest: (file, events, attempt) =>
      ingestFile({ table, catalogue, summaries, expiry, settings }, file, events, attempt),
    setAside,
    sumUp,
    setUnsettled,
    events: (query, signal) => readPage(reading, query, signal),
    activity: (query, signal) => readActivity(reading, query, signal),
    catalogue: (kind) => readCatalogue(table, kind),
    status: () => readStatus(table, spans, expiry),
    loggedHours: (period, signal) => loggedHours(reading, period, signal),
    locate,
  };
}
