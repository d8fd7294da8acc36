import type { ActivityField, ActivityRow } from './activity.ts';
import { compareBytes } from './eventId.ts';
import { createTimeText } from './quarter.ts';

/** How often something happened; times are seconds since 1970. */
export interface Sum {
  count: number;
  errors: number;
  denied: number;
  first: number;
  last: number;
}

/** A sum of a group, with the values that columnsOf names. */
export interface GroupSum extends Sum {
  values: readonly string[];
}

/** The names of the values that a row bears: a user is told by name, kind and home. */
export function columnsOf(groupBy: readonly ActivityField[]): string[] {
  return groupBy.flatMap((field) => (field === 'user' ? ['user', 'kind', 'home'] : [field]));
}

/** The rows of an answer, sorted by group values, by bytes. */
export function activityRows(groupBy: readonly ActivityField[], sums: readonly GroupSum[]): ActivityRow[] {
  const columns = columnsOf(groupBy);
  const ranks = columns.map((_, column) => ranksOf(sums.map(({ values }) => values[column]!)));
  const order = [...sums.keys()].sort((a, b) => {
    for (const rank of ranks) if (rank[a] !== rank[b]) return rank[a]! - rank[b]!;
    return 0;
  });
  const textOf = createTimeText();
  return order.map((index) => {
    const { values, count, errors, denied, first, last } = sums[index]!;
    const row: Record<string, string | number> = {};
    for (let column = 0; column < columns.length; column++) row[columns[column]!] = values[column]!;
    return Object.assign(row, { count, errors, denied, first: textOf(first), last: textOf(last) });
  });
}

/** Each value's place among the distinct values, so that rows are compared by numbers: values are few, rows many. */
function ranksOf(values: readonly string[]): number[] {
  const distinct = [...new Set(values)];
  // Without surrogates the order of UTF-16 is that of the bytes, and much cheaper.
  if (distinct.some((value) => SURROGATE.test(value))) distinct.sort(compareBytes);
  else distinct.sort();
  const rank = new Map(distinct.map((value, place) => [value, place]));
  return values.map((value) => rank.get(value)!);
}

const SURROGATE = /[\ud800-\udfff]/;
