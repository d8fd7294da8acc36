import type { ActivityField, ActivityRow } from './activity.ts';
import { compareBytes } from './eventId.ts';
import { timeText } from './quarter.ts';

/** How often something happened; times are seconds since 1970. */
export interface Sum {
  count: number;
  errors: number;
  denied: number;
  first: number;
  last: number;
}

/** The names of the values that a row bears: a user is told by name, kind and home. */
export function columnsOf(groupBy: readonly ActivityField[]): string[] {
  return groupBy.flatMap((field) => (field === 'user' ? ['user', 'kind', 'home'] : [field]));
}

/** Adds up counts by their group values, wherever they come from, and makes the rows of an answer of them. */
export class ActivitySums {
  private readonly columns: string[];
  private readonly sums = new Map<string, Sum & { values: readonly string[] }>();

  constructor(groupBy: readonly ActivityField[]) {
    this.columns = columnsOf(groupBy);
  }

  /** `values` as columnsOf(groupBy) names them. */
  add(values: readonly string[], { count, errors, denied, first, last }: Sum): void {
    const key = values.length === 1 ? values[0]! : JSON.stringify(values);
    const sum = this.sums.get(key);
    if (!sum) {
      this.sums.set(key, { values, count, errors, denied, first, last });
      return;
    }
    sum.count += count;
    sum.errors += errors;
    sum.denied += denied;
    sum.first = Math.min(sum.first, first);
    sum.last = Math.max(sum.last, last);
  }

  /** Sorted by group values, by bytes. */
  rows(): ActivityRow[] {
    const sums = [...this.sums.values()];
    const ranks = this.columns.map((_, column) => ranksOf(sums.map(({ values }) => values[column]!)));
    const order = sums
      .map((_, index) => index)
      .sort((a, b) => {
        for (const rank of ranks) if (rank[a] !== rank[b]) return rank[a]! - rank[b]!;
        return 0;
      });
    return order.map((index) => {
      const { values, count, errors, denied, first, last } = sums[index]!;
      const groups: Record<string, string> = {};
      this.columns.forEach((column, at) => (groups[column] = values[at]!));
      return { ...groups, count, errors, denied, first: timeText(first), last: timeText(last) };
    });
  }
}

/** Each value's place among the distinct values, so that rows are compared by numbers: values are few, rows many. */
function ranksOf(values: readonly string[]): number[] {
  const rank = new Map([...new Set(values)].sort(compareBytes).map((value, place) => [value, place]));
  return values.map((value) => rank.get(value)!);
}
