import type { ActivityRow } from '../../backend/core/activity.ts';
import type { Buckets } from './buckets.ts';

/** Services that have a colour of their own; all others are drawn as one, in grey. There are no more chart colours. */
export const COLOURS = 5;
/** The colour slot of "all others". */
export const OTHER = COLOURS;

/** One layer of the chart: a service, or (`service` undefined) all others. */
export interface Series {
  service?: string;
  /** Colour slot. */
  slot: number;
  counts: number[];
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
  total: Sums;
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
  const counts = zeros(buckets);
  const errors = zeros(buckets);
  const total = { count: 0, errors: 0, denied: 0 };
  for (const row of rows) {
    addAt(counts, buckets.indexOf(String(row[buckets.field])), row.count);
    addAt(errors, buckets.indexOf(String(row[buckets.field])), row.errors);
    total.count += row.count;
    total.errors += row.errors;
    total.denied += row.denied;
  }
  return { counts, errors, total };
}

/** The layers from the bottom up: services by colour, so that a layer keeps its place, and all others on top. */
export function seriesOf(
  rows: readonly ActivityRow[],
  slots: ReadonlyMap<string, number>,
  timeline: Timeline,
  buckets: Buckets,
): Series[] {
  const series = [...slots]
    .map(([service, slot]): Series => ({ service, slot, counts: zeros(buckets), total: 0 }))
    .sort((a, b) => a.slot - b.slot);
  const byService = new Map(series.map((one) => [one.service, one]));
  const rest = [...timeline.counts];
  for (const row of rows) {
    const one = byService.get(String(row.service));
    if (!one) continue;
    const index = buckets.indexOf(String(row[buckets.field]));
    addAt(one.counts, index, row.count);
    addAt(rest, index, -row.count);
    one.total += row.count;
  }
  // Events may have been added between the two answers that this is the difference of.
  rest.forEach((count, index) => (rest[index] = Math.max(0, count)));
  const others = rest.reduce((sum, count) => sum + count, 0);
  return others > 0 ? [...series, { slot: OTHER, counts: rest, total: others }] : series;
}

function zeros(buckets: Buckets): number[] {
  return new Array<number>(buckets.starts.length).fill(0);
}

function addAt(counts: number[], index: number, count: number): void {
  const before = counts[index];
  if (before !== undefined) counts[index] = before + count;
}
