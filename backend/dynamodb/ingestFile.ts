import type { TrackerEvent } from '../core/event.ts';
import { encodeEventId, keyOf } from '../core/eventId.ts';
import type { IngestResult, LogFileFacts } from '../core/eventStore.ts';
import { timeText } from '../core/quarter.ts';
import { packCells, placeOfTime, rowsOf, type Row, type RowPlace } from './activityRow.ts';
import type { CatalogueWriter } from './catalogue.ts';
import { eventAttributes } from './eventItem.ts';
import type { Expiry } from './expiry.ts';
import { numbersAttribute } from './fileNumbers.ts';
import { inParallel } from './inParallel.ts';
import { activityPartition, eventPlace, fileIdentity, problemPlace, rowSort, type Place } from './keys.ts';
import { deliveredAt, hourOfFile, placeOfNumbers } from './placeOfFile.ts';
import type { Summaries } from './summaries.ts';
import type { Attributes, Condition, Table } from './table.ts';

/** Puts of events at once. */
const PARALLEL = 64;

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
 * 1. The catalogue learns of the users, so that whatever comes after can be found, should nobody come back to it.
 * 2. Every event is put under the condition that nobody has it, or this file. So a repetition owns its events again, and
 *    another file that delivers the same event does not.
 * 3. When all these puts are settled, the rows are put: the counts of the events that this file owns, by hour.
 * 4. The row of the hour of delivery comes last and bears the numbers of the file. With it the file is settled.
 * 5. Summaries that were made before are told to be out of date.
 *
 * Nothing is ever incremented, and each request may be repeated.
 */
export async function ingestFile(
  { table, catalogue, summaries, expiry, settings }: IngestContext,
  file: LogFileFacts,
  events: readonly TrackerEvent[],
  signal?: AbortSignal,
): Promise<IngestResult> {
  const f = fileIdentity(file, settings);
  const unique = distinct(events);
  const hour = hourOfFile(file.name, unique);
  const settling = placeOfNumbers(hour, f, unique.length > 0);
  // Both save work and nothing depends on them, so the cheaper reads will do, which may be a second behind.
  const [settled, problem] = await Promise.all([table.get(settling), table.get(problemPlace(file.name))]);
  const end = async (rows: RowPlace[]) => {
    await summaries.outdate(hour ? [hour, ...rows] : rows);
    if (problem) await table.delete(problemPlace(file.name));
  };
  if (settled?.['n']) {
    // Whoever settled it may have died before the end.
    await end(unique.map(({ eventTime }) => placeOfTime(eventTime)));
    return { stored: 0, duplicates: events.length };
  }

  await catalogue.addUsers(unique);
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
  const items = rows.flatMap((each) => rowItems(each, f, expiry));
  const isSettling = ({ pk, sk }: Place) => pk === settling.pk && sk === settling.sk;
  await inParallel(
    items.filter((item) => !isSettling(item)),
    PARALLEL,
    ({ pk, sk, attributes }) => table.put({ pk, sk }, attributes),
  );
  await table.put(settling, {
    ...items.find(isSettling)?.attributes,
    ...numbersAttribute({ ...numbersOf(file), ...result }),
    ...expiry.at(hour ? endOfHour(hour) : deliveredAt(file)),
  });
  await end(rows);
  return result;
}

/** The items of a row. */
export function rowItems({ day, hour, cells }: Row, f: string, expiry: Expiry): (Place & { attributes: Attributes })[] {
  return packCells(cells).map((bytes, part) => ({
    pk: activityPartition(day),
    sk: rowSort(hour, f, part),
    attributes: { c: { B: bytes }, ...expiry.at(endOfHour({ day, hour })) },
  }));
}

export function numbersOf({ name, size, modified, records, dropped, broken }: LogFileFacts) {
  return { name, size, modified, records, dropped, broken };
}

/** The first of all events with the same key. */
function distinct(events: readonly TrackerEvent[]): TrackerEvent[] {
  const seen = new Map<string, TrackerEvent>();
  for (const event of events) {
    const id = encodeEventId(keyOf(event));
    if (!seen.has(id)) seen.set(id, event);
  }
  return [...seen.values()];
}

export function endOfHour({ day, hour }: RowPlace): string {
  return timeText(Date.parse(day) / 1000 + (hour + 1) * 3600);
}
