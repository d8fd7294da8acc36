import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import type { Ranking } from './protocol.ts';

/** The most frequent values of a field; equal ones stay in the order of the rows. */
export function rankingOf(rows: readonly ActivityRow[], field: ActivityField, limit: number): Ranking {
  const bearers = new Map<string | number | undefined, number>();
  for (const row of rows) bearers.set(row[field], (bearers.get(row[field]) ?? 0) + 1);
  return {
    rows: [...rows]
      .sort((a, b) => b.count - a.count)
      .slice(0, limit)
      .map((row) => ((bearers.get(row[field]) ?? 0) > 1 ? { ...row, namesakes: 1 } : row)),
    values: rows.length,
    count: rows.reduce((sum, row) => sum + row.count, 0),
  };
}
