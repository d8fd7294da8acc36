import type { StoreStatus } from '../core/eventStore.ts';
import { QUARTER, timeText } from '../core/quarter.ts';
import { unpackCells, type FileNumbers } from './activityRow.ts';
import { readNames } from './catalogue.ts';
import { deliveredAt } from './ingestFile.ts';
import { inParallel } from './inParallel.ts';
import { activityPartition, filesPartition, PROBLEMS } from './keys.ts';
import { unpack } from './pack.ts';
import { readAll, type Attributes, type Item, type Table } from './table.ts';

/** Days read at once. */
const PARALLEL = 16;

/** A file that something is to be said about. */
export interface Problem {
  name: string;
  state: 'rejected' | 'unsettled';
  reason: string;
}

/** The numbers of a file, where an item bears them. */
export function fileNumbers(attributes: Attributes): FileNumbers | undefined {
  const bytes = attributes['n']?.B;
  return bytes && (unpack(bytes) as FileNumbers);
}

/** Sums over all files that are settled, and the times of the first and last event. */
export async function readStatus(table: Table): Promise<StoreStatus> {
  const [days, problemItems] = await Promise.all([readNames(table, 'days'), readAll(table, { pk: PROBLEMS })]);
  const problems = problemItems.map(({ attributes }) => JSON.parse(attributes['v']!.S!) as Problem);
  const totals = { skipped: 0, records: 0, broken: 0, duplicates: 0, dropped: 0, events: 0 };
  const files = new Set<string>();
  let newestLogFile: string | undefined;
  let [oldest, newest] = [Infinity, -Infinity];
  await inParallel(days, PARALLEL, async (day) => {
    for (const pk of [activityPartition(day), filesPartition(day)]) {
      for await (const items of table.pages({ pk })) items.forEach(addItem);
    }
  });
  return {
    files: files.size,
    rejected: problems.filter(({ state }) => state === 'rejected').length,
    ...totals,
    ...(oldest <= newest && { oldestEvent: timeText(oldest), newestEvent: timeText(newest) }),
    newestLogFile,
    unsettled: problems.flatMap(({ state, name }) => (state === 'unsettled' ? [name] : [])).sort(),
  };

  function addItem({ attributes }: Item): void {
    const numbers = fileNumbers(attributes);
    if (numbers?.skipped !== undefined) totals.skipped++;
    else if (numbers) {
      files.add(numbers.name);
      const delivered = deliveredAt(numbers);
      if (newestLogFile === undefined || delivered > newestLogFile) newestLogFile = delivered;
      totals.records += numbers.records;
      totals.broken += numbers.broken;
      totals.duplicates += numbers.duplicates;
      totals.dropped += numbers.dropped;
      totals.events += numbers.stored;
    }
    const cells = attributes['c']?.B;
    if (!cells) return;
    const { quarter, first, last } = unpackCells(cells);
    for (let index = 0; index < quarter.length; index++) {
      oldest = Math.min(oldest, quarter[index]! * QUARTER + first[index]!);
      newest = Math.max(newest, quarter[index]! * QUARTER + last[index]!);
    }
  }
}
