import type { TrackerEvent } from '../core/event.ts';
import { keyOf } from '../core/eventId.ts';
import type { IngestResult, LogFileFacts } from '../core/eventStore.ts';
import { placeOfTime, rowsOf, type RowPlace } from './activityRow.ts';
import type { CatalogueWriter } from './catalogue.ts';
import { distinct } from './distinct.ts';
import { eventAttributes } from './eventItem.ts';
import type { Expiry } from './expiry.ts';
import { numbersOf } from './fileNumbers.ts';
import { endOfHour, putRows } from './fileRows.ts';
import { inParallel } from './inParallel.ts';
import { eventPlace, fileIdentity, problemPlace } from './keys.ts';
import { settleOtherSettings } from './otherSettings.ts';
import { deliveredAt, hourOfFile, placeOfNumbers } from './placeOfFile.ts';
import type { Summaries } from './summaries.ts';
import type { Condition, Table } from './table.ts';

/** Puts of events at once. */
const PARALLEL = 64;

/** One of several attempts, perhaps, to store a file. */
export interface IngestAttempt {
  /** Breaks it off. */
  signal?: AbortSignal;
  /** There was one before, which may have ended anywhere. */
  isRepeated?: boolean;
  /** All events of the file, those that are dropped too: asked for where an earlier attempt may have dropped others. */
  everything?: () => Promise<readonly TrackerEvent[]>;
}

export interface IngestContext {
  table: Table;
  catalogue: CatalogueWriter;
  summaries: Summaries;
  expiry: Expiry;
  /** Canonical text of the drop settings. */
  settings: string;
}

/**
 * Stores the events of a log file. Whatever interrupts it, and however often it is repeated, each event is counted once:
 *
 * 1. The catalogue learns of the users and of the drop settings, so that whatever comes after can be found, should nobody
 *    come back to it.
 * 2. Every event is put under the condition that nobody has it, or this file. So a repetition owns its events again, and
 *    another file that delivers the same event does not.
 * 3. When all these puts are settled, the rows are put: the counts of the events that this file owns, by hour.
 * 4. The row of the hour of delivery comes last and bears the numbers of the file. With it the file is settled.
 * 5. Summaries that were made before are told to be out of date.
 *
 * Nothing is ever incremented, and each request may be repeated. What an attempt under other drop settings has left, which
 * belongs to another identity of the file, is settled before.
 */
export async function ingestFile(
  context: IngestContext,
  file: LogFileFacts,
  events: readonly TrackerEvent[],
  { signal, isRepeated = false, everything = () => Promise.resolve(events) }: IngestAttempt = {},
): Promise<IngestResult> {
  const { table, catalogue, summaries, expiry, settings } = context;
  const f = fileIdentity(file, settings);
  const unique = distinct(events);
  const hour = hourOfFile(file.name, unique);
  const settling = placeOfNumbers(hour, f, unique.length > 0);
  const settleOthers = async () => settleOtherSettings(context, file, everything);
  const end = async (rows: RowPlace[]) => {
    await summaries.outdate(hour ? [hour, ...rows] : rows);
    // A repeated attempt has only just been noted: the cheaper read, which may be a second behind, would miss it.
    if (!(await table.get(problemPlace(file.name), { consistent: isRepeated }))) return;
    if (!isRepeated) await settleOthers();
    await table.delete(problemPlace(file.name));
  };
  if (isRepeated) await settleOthers();
  // It saves work and nothing depends on it: here the cheaper read will do.
  if ((await table.get(settling))?.['n']) {
    // Whoever settled it may have died before the end.
    await end(unique.map(({ eventTime }) => placeOfTime(eventTime)));
    return { stored: 0, duplicates: events.length };
  }

  await catalogue.announce(unique, settings);
  const isOwn: Condition = {
    expression: 'attribute_not_exists(pk) OR f = :f',
    values: { ':f': { B: Buffer.from(f, 'hex') } },
  };
  const isOwned = await inParallel(unique, PARALLEL, async (event) => {
    signal?.throwIfAborted();
    const attributes = { ...eventAttributes(event, f, hour!), ...expiry.at(event.eventTime) };
    return table.put(eventPlace(keyOf(event)), attributes, isOwn);
  });
  const owned = unique.filter((_, index) => isOwned[index]);
  const result = { stored: owned.length, duplicates: events.length - owned.length };

  const rows = rowsOf(owned);
  await catalogue.add(
    owned,
    [...(hour ? [hour] : []), ...rows].map(({ day }) => day),
  );
  const numbers = { ...numbersOf(file), ...result };
  await putRows(table, expiry, { f, rows, settling, numbers, until: hour ? endOfHour(hour) : deliveredAt(file) });
  await end(rows);
  return result;
}
