import type { FileReason, StoreStatus } from '../core/eventStore.ts';
import { quarterRange } from '../core/quarter.ts';
import type { Expiry } from './expiry.ts';
import { OTHER_FILES, PROBLEMS } from './keys.ts';
import type { SpanReader } from './readSpans.ts';
import { readAll, type Table } from './table.ts';
import { addTotals, noTotals, spanOf, TotalsCounter } from './totals.ts';

export type Problem = FileReason;

/** An answer has a largest size, and a day on which nothing can be read has tens of thousands of them. */
const MOST_PROBLEMS = 1000;

const ALL_TIME = { from: 0, to: Date.parse('9999-12-31T23:59:59.999Z') };

/** Sums over all files that are settled, and the times of the first and last event. */
export async function readStatus(table: Table, spans: SpanReader, expiry: Expiry): Promise<StoreStatus> {
  const totals = noTotals();
  const [items, otherFiles] = await Promise.all([
    readAll(table, { pk: PROBLEMS }),
    readAll(table, { pk: OTHER_FILES }),
    spans.readRange(quarterRange(expiry.clamp(ALL_TIME)), {
      cells: () => undefined,
      totals: (own) => addTotals(totals, own),
    }),
  ]);
  const others = new TotalsCounter();
  for (const { attributes } of otherFiles) others.addItem(attributes);
  addTotals(totals, others.totals);
  const problems = items.map(({ attributes }) => JSON.parse(attributes['v']!.S!) as Problem);
  const unsettled = problems.flatMap(({ state, name }) => (state === 'unsettled' ? [name] : [])).sort();
  const { files, skipped, records, broken, duplicates, dropped, events, newestLogFile } = totals;
  return {
    files,
    skipped,
    rejected: problems.filter(({ state }) => state === 'rejected').length,
    records,
    broken,
    duplicates,
    dropped,
    events,
    ...spanOf(totals),
    newestLogFile,
    unsettled: unsettled.slice(0, MOST_PROBLEMS),
    ...(unsettled.length > MOST_PROBLEMS && { unsettledCount: unsettled.length }),
    ...(problems.length > 0 && { problems: problems.slice(0, MOST_PROBLEMS) }),
  };
}
