import type { TrackerEvent } from '../core/event.ts';
import { keyOf } from '../core/eventId.ts';
import type { LogFileFacts } from '../core/eventStore.ts';
import { rowsOf } from './activityRow.ts';
import { readNames } from './catalogue.ts';
import { distinct } from './distinct.ts';
import { readEventItem, type StoredEvent } from './eventItem.ts';
import { numbersOf } from './fileNumbers.ts';
import { endOfHour, putRows } from './fileRows.ts';
import type { IngestContext } from './ingestFile.ts';
import { inParallel } from './inParallel.ts';
import { eventPlace, fileIdentity } from './keys.ts';
import { placeOfNumbers } from './placeOfFile.ts';

/** Events looked up at once. */
const PARALLEL = 64;

/** Whoever settles a file by himself knows better. */
const IF_MISSING = {
  row: { expression: 'attribute_not_exists(pk)' },
  numbers: { expression: 'attribute_not_exists(n)' },
};

/**
 * Settles what earlier attempts under other drop settings have stored of a file and not counted: under these settings the file
 * is another one, which would never get its rows. What it owns is among all events of the file.
 */
export async function settleOtherSettings(
  { table, catalogue, summaries, expiry, settings }: IngestContext,
  file: LogFileFacts,
  everything: () => Promise<readonly TrackerEvent[]>,
): Promise<void> {
  const known = await readNames(table, 'settings', { consistent: true });
  const others = known.filter((each) => each !== settings).map((each) => fileIdentity(file, each));
  if (others.length === 0) return;
  const found = await inParallel(distinct(await everything()), PARALLEL, async (event) => {
    const place = eventPlace(keyOf(event));
    const attributes = await table.get(place, { consistent: true });
    return attributes && readEventItem({ ...place, attributes });
  });
  const byFile = Map.groupBy(found.filter((each) => each !== undefined), ({ f }) => f); // prettier-ignore
  for (const f of others) await settle(f, byFile.get(f) ?? []);

  async function settle(f: string, stored: readonly StoredEvent[]): Promise<void> {
    const [first] = stored;
    if (!first) return;
    const settling = placeOfNumbers(first.row, f, true);
    if ((await table.get(settling, { consistent: true }))?.['n']) return;
    const events = stored.map(({ event }) => event);
    const rows = rowsOf(events);
    const counts = { records: stored.length, stored: stored.length, duplicates: 0, dropped: 0, broken: 0 };
    const numbers = { ...numbersOf(file), ...counts };
    const places = [first.row, ...rows];
    await catalogue.add(events, places.map(({ day }) => day)); // prettier-ignore
    await putRows(table, expiry, { f, rows, settling, numbers, until: endOfHour(first.row) }, IF_MISSING);
    await summaries.outdate(places);
  }
}
