import { dollarsOf } from '../../backend/aws/bill.ts';
import { PRICES_OF } from '../../backend/aws/prices.ts';
import { isCountedQuestion, type ActivityField, type ActivityRow } from '../../backend/core/activity.ts';
import { both, type EventFilter } from '../../backend/core/filter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { PanelMeter } from './meter.ts';
import type { PanelSource } from './panelDeps.ts';
import type { ClaimedName, ClaimedNames, Page, Receipt, ReceiptCost, Untold } from './protocol.ts';
import type { ReadingQuestion } from './reading.ts';
import type { Readings } from './readings.ts';

const CLAIMED: EventFilter = { proof: { in: ['claimed'] } };
/** Names that are told one by one. */
const MOST_NAMES = 10;

/** What is asked, the scope included, and for which page. */
export interface ReceiptQuestion extends ReadingQuestion {
  page: Page;
  groupBy: ActivityField[];
}

/** What an answer rests on. What cannot be told is said so, part by part: nothing fails of it but a fault of ours. */
export async function receiptOf(
  { meter, readings }: { meter: PanelMeter; readings: Readings },
  question: ReceiptQuestion,
  signal: AbortSignal,
): Promise<Receipt | undefined> {
  const source = meter.source();
  if (!source) return undefined;
  const [gaps, claimed] = await Promise.all([
    gapsIn(source, question, signal).catch(untold(signal)),
    claimedNames(source, readings, question, signal).catch(untold(signal)),
  ]);
  const cost = source.metered ? costOf(meter, JSON.stringify([source.description, question])) : undefined;
  return { gaps, claimed, ...(cost && { cost }) };
}

function gapsIn(
  { api }: PanelSource,
  { from, to, tz }: ReceiptQuestion,
  signal: AbortSignal,
): Promise<Receipt['gaps']> {
  return api.gaps({ from, to, tz }, signal);
}

/** The counters do not know which names are claimed: a tracker is not made to read events for it unless it has read them anyway. */
async function claimedNames(
  { api, metered }: PanelSource,
  readings: Readings,
  { filter, groupBy, from, to, tz }: ReceiptQuestion,
  signal: AbortSignal,
): Promise<ClaimedNames | Untold> {
  const reading = isCountedQuestion(filter, groupBy) ? undefined : readings.current;
  if (!reading && metered) return { untold: 'counters' };
  const request = { filter: both(filter, CLAIMED), groupBy: ['user', 'session', 'sourceIdentity'] };
  const rows = reading
    ? await reading.activity(request.filter, request.groupBy)
    : await api.activity({ ...request, from, to, tz }, signal);
  const names = namesIn(rows);
  return {
    events: names.reduce((sum, { count }) => sum + count, 0),
    names: names.slice(0, MOST_NAMES),
    more: Math.max(0, names.length - MOST_NAMES),
  };
}

/** The most frequent first. A role of one name in several accounts is one here, as it is to the filter that a name leads to. */
function namesIn(rows: readonly ActivityRow[]): ClaimedName[] {
  const names = new Map<string, ClaimedName>();
  for (const { count, ...name } of rows.map(nameOf)) {
    const key = JSON.stringify(name);
    names.set(key, { ...name, count: count + (names.get(key)?.count ?? 0) });
  }
  return [...names.values()].sort((a, b) => b.count - a.count);
}

/** The most precise name is the one that is claimed. */
function nameOf(row: ActivityRow): ClaimedName {
  const [user = '', session = '', sourceIdentity = ''] = ['user', 'session', 'sourceIdentity'].map((field) =>
    String(row[field]),
  );
  const [field, value] =
    session !== '' ? ['session', session] : sourceIdentity !== '' ? ['sourceIdentity', sourceIdentity] : ['user', user];
  return { user, field, value, count: row.count };
}

function costOf(meter: PanelMeter, key: string): ReceiptCost {
  const spending = meter.spentOn(key);
  return { ...spending, dollars: dollarsOf(spending), pricesOf: PRICES_OF };
}

function untold(signal: AbortSignal): (error: unknown) => Untold {
  return (error) => {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    // A tracker that was deployed before there was such a question has no such path.
    return error.parameter === 'path' ? { untold: 'version' } : { untold: 'failed', message: error.message };
  };
}
