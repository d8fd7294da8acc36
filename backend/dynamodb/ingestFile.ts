import type { TrackerEvent } from '../core/event.ts';
import { encodeEventId, keyOf } from '../core/eventId.ts';
import type { IngestResult, LogFileFacts } from '../core/eventStore.ts';
import { readLogFileName } from '../core/logFile.ts';
import { timeText } from '../core/quarter.ts';
import { packCells, placeOfTime, rowsOf, type FileNumbers, type Row, type RowPlace } from './activityRow.ts';
import type { CatalogueWriter } from './catalogue.ts';
import { eventAttributes } from './eventItem.ts';
import type { Expiry } from './expiry.ts';
import { inParallel } from './inParallel.ts';
import {
  activityPartition,
  eventPlace,
  fileIdentity,
  filesPartition,
  problemPlace,
  rowSort,
  type Place,
} from './keys.ts';
import { pack } from './pack.ts';
import type { Attributes, Condition, Table } from './table.ts';

/** Puts of events at once. */
const PARALLEL = 64;

export interface IngestContext {
  table: Table;
  catalogue: CatalogueWriter;
  expiry: Expiry;
  /** Canonical text of the drop settings. */
  settings: string;
}

/**
 * Stores the events of a log file. Whatever interrupts it, and however often it is repeated, each event is counted once:
 *
 * 1. Every event is put under the condition that nobody has it, or this file. So a repetition owns its events again, and
 *    another file that delivers the same event does not.
 * 2. When all these puts are settled, the rows are put: the counts of the events that this file owns, by hour.
 * 3. The row of the newest event comes last and bears the numbers of the file. With it the file is settled.
 *
 * Nothing is ever incremented, and each put may be repeated.
 */
export async function ingestFile(
  context: IngestContext,
  file: LogFileFacts,
  events: readonly TrackerEvent[],
): Promise<IngestResult> {
  const { table, catalogue, expiry } = context;
  const f = fileIdentity(file, context.settings);
  const unique = distinct(events);
  const row = rowOfFile(file, unique);
  const settling =
    unique.length > 0 ? { pk: activityPartition(row.day), sk: rowSort(row.hour, f, 0) } : fileOnly(file, f);
  const [settled, problem] = await Promise.all([
    table.get(settling, { consistent: true }),
    table.get(problemPlace(file.name), { consistent: true }),
  ]);
  const endProblem = async () => {
    if (problem) await table.delete(problemPlace(file.name));
  };
  if (settled?.['n']) {
    await endProblem();
    return { stored: 0, duplicates: events.length };
  }

  const isOwn: Condition = {
    expression: 'attribute_not_exists(pk) OR f = :f',
    values: { ':f': { B: Buffer.from(f, 'hex') } },
  };
  const isOwned = await inParallel(unique, PARALLEL, (event) =>
    table.put(eventPlace(keyOf(event)), { ...eventAttributes(event, f, row), ...expiry.at(event.eventTime) }, isOwn),
  );
  const owned = unique.filter((_, index) => isOwned[index]);
  const result = { stored: owned.length, duplicates: events.length - owned.length };

  const rows = rowsOf(owned);
  await catalogue.add(owned, [row.day, ...rows.map(({ day }) => day)]);
  const items = rows.flatMap((each) => rowItems(each, f, expiry));
  const others = items.filter(({ pk, sk }) => pk !== settling.pk || sk !== settling.sk);
  await inParallel(others, PARALLEL, ({ pk, sk, attributes }) => table.put({ pk, sk }, attributes));

  const last = items.find(({ pk, sk }) => pk === settling.pk && sk === settling.sk);
  const end = expiry.at(timeText(endOfHour(row)));
  await table.put(settling, { ...last?.attributes, ...numbersAttribute(numbersOf(file, result)), ...end });
  await endProblem();
  return result;
}

/** The items of a row. */
export function rowItems({ day, hour, cells }: Row, f: string, expiry: Expiry): (Place & { attributes: Attributes })[] {
  return packCells(cells).map((bytes, part) => ({
    pk: activityPartition(day),
    sk: rowSort(hour, f, part),
    attributes: { c: { B: bytes }, ...expiry.at(timeText(endOfHour({ day, hour }))) },
  }));
}

/** The item of a file that hands over no event lies with its day. */
export function fileOnly(file: Pick<LogFileFacts, 'name' | 'modified'>, f: string): Place {
  return { pk: filesPartition(deliveredAt(file).slice(0, 10)), sk: f };
}

export function deliveredAt({ name, modified }: Pick<LogFileFacts, 'name' | 'modified'>): string {
  return readLogFileName(name).delivered ?? timeText(Math.floor(modified / 1000));
}

export function numbersAttribute(numbers: FileNumbers): Attributes {
  return { n: { B: pack(numbers) } };
}

function numbersOf(file: LogFileFacts, result: IngestResult): FileNumbers {
  const { name, size, modified, records, dropped, broken } = file;
  return { name, size, modified, records, dropped, broken, ...result };
}

/** Where the numbers of a file lie: a function of what was read of it, so that a repetition finds the same place. */
function rowOfFile(file: LogFileFacts, events: readonly TrackerEvent[]): RowPlace {
  let newest = '';
  for (const { eventTime } of events) if (eventTime > newest) newest = eventTime;
  return placeOfTime(newest || deliveredAt(file));
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

/** Seconds since 1970. */
function endOfHour({ day, hour }: RowPlace): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000 + (hour + 1) * 3600;
}
