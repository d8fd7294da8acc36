import type { ActivityRow } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { meets, type EventFilter } from '../../backend/core/filter.ts';

/** Events of one user that no task tells apart, of a day or of a quarter of an hour. */
export interface Cell {
  /** The row of the answer: the same events are in the same row, whichever task they count for. */
  row: ActivityRow;
  /** Whether they pass the task's whole filter, the outcome included. */
  counts: boolean;
}

/**
 * What an answer holds of a task, by user, in the order of time. Rows bear all fields of the task's filter. With a period, rows are
 * of a quarter of an hour each, and count if it begins in the period.
 */
export function cellsOf(
  rows: readonly ActivityRow[],
  { outcome, ...filter }: EventFilter,
  period?: Period,
): Map<string, Cell[]> {
  const conditions = Object.entries(filter);
  const wanted = outcome ?? { in: ['ok'] };
  const byUser = new Map<string, Cell[]>();
  for (const row of rows) {
    if (!conditions.every(([field, condition]) => !condition || meets(String(row[field]), condition))) continue;
    if (period && !isIn(Date.parse(String(row['quarter'])), period)) continue;
    const user = String(row['user']);
    const cells = byUser.get(user) ?? [];
    byUser.set(user, cells);
    cells.push({ row, counts: meets(String(row['outcome']), wanted) });
  }
  for (const cells of byUser.values()) cells.sort((a, b) => compareTimes(a.row, b.row));
  return byUser;
}

export function compareTimes(a: ActivityRow, b: ActivityRow): number {
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.last < b.last ? -1 : a.last > b.last ? 1 : 0;
}

function isIn(time: number, { from, to }: Period): boolean {
  return time >= from && time < to;
}
