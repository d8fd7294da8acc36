import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import type { Ranking } from './protocol.ts';

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
