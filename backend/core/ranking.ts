import type { ActivityField, ActivityRow } from './activity.ts';

export interface Ranking {
  /**
   * The most frequent values, or pairs of them, most frequent first. A `user` row whose name is borne by more users of the answer has
   * `namesakes`: 1, because a filter by its name alone would find them too.
   */
  rows: ActivityRow[];
  /** The number of values in all, and the events behind them. */
  values: number;
  count: number;
}

/** The most frequent values of the fields; equal ones stay in the order of the rows. */
export function rankingOf(rows: readonly ActivityRow[], groupBy: readonly ActivityField[], limit: number): Ranking {
  const nameOf = (row: ActivityRow) => groupBy.map((field) => row[field]).join('\n');
  const bearers = new Map<string, number>();
  for (const row of rows) bearers.set(nameOf(row), (bearers.get(nameOf(row)) ?? 0) + 1);
  return {
    rows: [...rows]
      .sort((a, b) => b.count - a.count)
      .slice(0, limit)
      .map((row) => ((bearers.get(nameOf(row)) ?? 0) > 1 ? { ...row, namesakes: 1 } : row)),
    values: rows.length,
    count: rows.reduce((sum, row) => sum + row.count, 0),
  };
}

/** Rows of fewer fields: those that agree in them become one. The fields have to be among those of the rows; `user` needs kind and home. */
export function sumRows(rows: readonly ActivityRow[], groupBy: readonly ActivityField[]): ActivityRow[] {
  const sums = new Map<string, ActivityRow>();
  for (const row of rows) {
    const key = groupBy.map((field) => row[field]).join('\n');
    const sum = sums.get(key);
    if (!sum) {
      const { count, errors, denied, first, last } = row;
      const values = Object.fromEntries(groupBy.map((field) => [field, row[field] ?? '']));
      sums.set(key, { ...values, count, errors, denied, first, last });
      continue;
    }
    sum.count += row.count;
    sum.errors += row.errors;
    sum.denied += row.denied;
    if (row.first < sum.first) sum.first = row.first;
    if (row.last > sum.last) sum.last = row.last;
  }
  // As answers are sorted: equal counts then stay in the order of the names.
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
