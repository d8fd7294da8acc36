import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import { isAccountField, type EventFilter } from '../../backend/core/filter.ts';
import type { Ranking } from '../../backend/core/ranking.ts';
import type { PanelHost } from '../../extension/panel/protocol.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import type { Question } from './chart.ts';
import { valueLabel } from './labels.ts';

/** Rows that the table has at most: the most frequent ones. What is rarer is found by filtering. */
export const MOST = 10_000;
/** Points of a trend. */
const POINTS = 60;

/** The table's columns besides the groups' own, which are called by their field. */
const MEASURES: readonly string[] = ['count', 'denied', 'errors', 'first', 'last'];

/** How the table is sorted and what is searched in it: it asks nothing anew. */
export interface TableView {
  by: string;
  descending: boolean;
  search: string;
}

export const FIRST_TABLE_VIEW: TableView = { by: 'count', descending: true, search: '' };

/** What the breakdown shows, of one moment. */
export interface Breakdown {
  question: Question;
  groupBy: ActivityField[];
  ranking: Ranking;
}

export async function askBreakdown(host: PanelHost, question: Question, groupBy: ActivityField[]): Promise<Breakdown> {
  const { filter, period } = question;
  return { question, groupBy, ranking: await host.ranking({ filter, groupBy, limit: MOST, period }) };
}

/** Tells a row from all others of its table. */
export function rowKey(row: ActivityRow, groupBy: readonly ActivityField[]): string {
  return JSON.stringify([...groupBy.map((field) => row[field]), row.kind, row.home]);
}

/** The rows that hold the text searched for, in the order asked for; equal ones stay as they are, the most frequent first. */
export function tableRows({ ranking, groupBy }: Breakdown, { by, descending, search }: TableView): ActivityRow[] {
  const text = search.trim().toLowerCase();
  const found = text === '' ? ranking.rows : ranking.rows.filter((row) => holds(row, groupBy, text));
  const sign = descending ? -1 : 1;
  // Accounts in the order of what is shown.
  const key = (row: ActivityRow) => (isAccountField(by) ? valueLabel({ field: by, value: String(row[by]) }) : row[by]);
  return [...found].sort((a, b) => sign * compare(key(a), key(b)));
}

/** A click on a column's head: text begins with A, numbers and times with the largest; once more turns it round. */
export function sortedBy(view: TableView, column: string): TableView {
  const largestFirst = MEASURES.includes(column);
  return { ...view, by: column, descending: view.by === column ? !view.descending : largestFirst };
}

/** Events of the rows, over the period in at most 60 steps, by the rows' keys. */
export async function askTrends(
  host: PanelHost,
  { question, groupBy }: Breakdown,
  rows: readonly ActivityRow[],
): Promise<Map<string, number[]>> {
  const { filter, period, timeZone } = question;
  const buckets = bucketsOf(period, timeZone);
  const narrowed: EventFilter = { ...filter };
  // What was excluded or begins otherwise is in none of the rows.
  for (const field of groupBy) narrowed[field] = { in: [...new Set(rows.map((row) => String(row[field])))] };
  const counts = await host.activity({ filter: narrowed, groupBy: [buckets.field, ...groupBy], period });
  return trendsOf(counts, buckets, groupBy);
}

/** Time is no field whose values have a trend. */
export function hasTrend(groupBy: readonly ActivityField[]): boolean {
  return !groupBy.some((field) => ['day', 'hour', 'quarter'].includes(field));
}

export function trendsOf(
  rows: readonly ActivityRow[],
  buckets: Buckets,
  groupBy: readonly ActivityField[],
): Map<string, number[]> {
  const each = Math.ceil(buckets.starts.length / POINTS);
  const points = Math.ceil(buckets.starts.length / each);
  const trends = new Map<string, number[]>();
  for (const row of rows) {
    const index = buckets.indexOf(String(row[buckets.field]));
    if (index < 0) continue;
    const key = rowKey(row, groupBy);
    let trend = trends.get(key);
    if (!trend) trends.set(key, (trend = new Array<number>(points).fill(0)));
    const point = Math.floor(index / each);
    trend[point] = (trend[point] ?? 0) + row.count;
  }
  return trends;
}

function holds(row: ActivityRow, groupBy: readonly ActivityField[], text: string): boolean {
  return groupBy.some((field) => {
    const value = String(row[field]);
    return value.toLowerCase().includes(text) || valueLabel({ field, value }).toLowerCase().includes(text);
  });
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a ?? ''), String(b ?? ''));
}

const collator = new Intl.Collator('en', { numeric: true });
