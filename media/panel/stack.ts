import type { ActivityRow } from '../../backend/core/activity.ts';
import type { FilterPart } from '../../backend/core/filterEdit.ts';
import type { Buckets } from './buckets.ts';
import type { Stack } from './chartView.ts';
import { userParts } from './userFilter.ts';

/** Services or users that have a colour of their own; all others are drawn as one, in grey. There are no more chart colours. */
export const COLOURS = 5;
/** The colour slot of "all others". */
export const OTHER = COLOURS;

/** One layer of the chart. */
export interface Series {
  /** Tells it from the other layers; '' are all others. */
  key: string;
  /** A row that bears its value, with kind and home where it is a user; undefined for all others. */
  row?: ActivityRow;
  /** Colour slot. */
  slot: number | 'ok' | 'denied' | 'errors';
  counts: number[];
  errors: number[];
  total: number;
}

export interface Sums {
  count: number;
  errors: number;
  denied: number;
}

/** Sums per bucket and over all. */
export interface Timeline {
  counts: number[];
  errors: number[];
  denied: number[];
  total: Sums;
}

/** Users of the same name are told apart by kind and home. */
export function stackKey(stack: Stack, row: ActivityRow): string {
  return stack === 'user' ? [row.user, row.kind, row.home].join('\n') : String(row[stack]);
}

/** The filter that a layer stands for. */
export function stackParts(stack: Stack, row: ActivityRow): FilterPart[] {
  return stack === 'user' ? userParts(row) : [{ field: stack, test: 'is', value: String(row[stack]) }];
}

/**
 * A colour for each of the services shown (at most five). `owners` are the services by the colour they own; who owns
 * none takes one that no service shown owns, so that no colour changes hands while the reader filters and zooms.
 */
export function slotsOf(shown: readonly string[], owners: readonly string[]): Map<string, number> {
  const slots = new Map<string, number>();
  owners.slice(0, COLOURS).forEach((service, slot) => shown.includes(service) && slots.set(service, slot));
  const taken = new Set(slots.values());
  const free = Array.from({ length: COLOURS }, (_, slot) => slot).filter((slot) => !taken.has(slot));
  for (const service of shown) if (!slots.has(service)) slots.set(service, free.shift() ?? OTHER);
  return slots;
}

export function timelineOf(rows: readonly ActivityRow[], buckets: Buckets): Timeline {
  const [counts, errors, denied] = [zeros(buckets), zeros(buckets), zeros(buckets)];
  const total = { count: 0, errors: 0, denied: 0 };
  for (const row of rows) {
    const index = buckets.indexOf(String(row[buckets.field]));
    addAt(counts, index, row.count);
    addAt(errors, index, row.errors);
    addAt(denied, index, row.denied);
    total.count += row.count;
    total.errors += row.errors;
    total.denied += row.denied;
  }
  return { counts, errors, denied, total };
}

/** The layers from the bottom up: by colour, so that a layer keeps its place, and all others on top. */
export function seriesOf(
  rows: readonly ActivityRow[],
  { stack, shown, slots }: { stack: Stack; shown: readonly ActivityRow[]; slots: ReadonlyMap<string, number> },
  timeline: Timeline,
  buckets: Buckets,
): Series[] {
  const series = shown.map((row) => {
    const key = stackKey(stack, row);
    const slot = slots.get(key) ?? OTHER;
    return { key, row, slot, counts: zeros(buckets), errors: zeros(buckets), total: 0 };
  });
  series.sort((a, b) => a.slot - b.slot);
  const byKey = new Map(series.map((one) => [one.key, one]));
  const rest = { counts: [...timeline.counts], errors: [...timeline.errors] };
  for (const row of rows) {
    const one = byKey.get(stackKey(stack, row));
    if (!one) continue;
    const index = buckets.indexOf(String(row[buckets.field]));
    addAt(one.counts, index, row.count);
    addAt(one.errors, index, row.errors);
    addAt(rest.counts, index, -row.count);
    addAt(rest.errors, index, -row.errors);
    one.total += row.count;
  }
  // Events may have been added between the two answers that this is the difference of.
  const counts = rest.counts.map((count) => Math.max(0, count));
  const errors = rest.errors.map((count) => Math.max(0, count));
  const total = sum(counts);
  return total > 0 ? [...series, { key: '', slot: OTHER, counts, errors, total }] : series;
}

/** The layers by outcome, which every row tells. What failed lies at the bottom, where its height can be compared. */
export function outcomesOf({ counts, errors, denied }: Timeline): Series[] {
  const none = counts.map(() => 0);
  const layers: [outcome: string, slot: Series['slot'], counts: number[], errors: number[]][] = [
    ['error', 'errors', less(errors, denied), less(errors, denied)],
    ['denied', 'denied', denied, denied],
    ['ok', 'ok', less(counts, errors), none],
  ];
  return layers
    .map(([outcome, slot, of, failed]) => {
      const total = sum(of);
      const row: ActivityRow = { outcome, count: total, errors: sum(failed), denied: 0, first: '', last: '' };
      return { key: outcome, row, slot, counts: of, errors: failed, total };
    })
    .filter(({ total }) => total > 0);
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

function less(counts: readonly number[], others: readonly number[]): number[] {
  return counts.map((count, index) => count - (others[index] ?? 0));
}

function zeros(buckets: Buckets): number[] {
  return new Array<number>(buckets.starts.length).fill(0);
}

function addAt(counts: number[], index: number, count: number): void {
  const before = counts[index];
  if (before !== undefined) counts[index] = before + count;
}
