import { QUARTER, timeText } from '../core/quarter.ts';
import type { PackedCells, RowPlace } from './activityRow.ts';
import { fileNumbers } from './fileNumbers.ts';
import { deliveredAt } from './placeOfFile.ts';
import type { Attributes } from './table.ts';

/** Sums over files, and the span of their events in seconds since 1970. As JSON, so that summaries can keep them. */
export interface Totals {
  files: number;
  skipped: number;
  records: number;
  broken: number;
  duplicates: number;
  dropped: number;
  events: number;
  newestLogFile?: string;
  oldest?: number;
  newest?: number;
  /** Those that files tell of. Summaries made before there was such a thing do not have it, nor have sums with one of them. */
  hours?: HoursByDay;
}

/** By day (YYYY-MM-DD) a bit for each hour, of which the lowest is that from 0 to 1. */
export type HoursByDay = Record<string, number>;

export function addHours(to: HoursByDay, other: HoursByDay): void {
  for (const [day, hours] of Object.entries(other)) to[day] = (to[day] ?? 0) | hours;
}

export function noTotals(): Totals {
  return { files: 0, skipped: 0, records: 0, broken: 0, duplicates: 0, dropped: 0, events: 0, hours: {} };
}

export function addTotals(to: Totals, other: Totals): void {
  for (const name of ['files', 'skipped', 'records', 'broken', 'duplicates', 'dropped', 'events'] as const)
    to[name] += other[name];
  if (other.newestLogFile !== undefined && !(to.newestLogFile !== undefined && to.newestLogFile >= other.newestLogFile))
    to.newestLogFile = other.newestLogFile;
  if (other.oldest !== undefined) to.oldest = Math.min(to.oldest ?? Infinity, other.oldest);
  if (to.hours && other.hours) addHours(to.hours, other.hours);
  else delete to.hours;
  if (other.newest !== undefined) to.newest = Math.max(to.newest ?? -Infinity, other.newest);
}

/**
 * Adds up what the items of some hours say of files. All versions of a file lie in the hour in which it was delivered, so a
 * name is counted once although each hour is added up by itself.
 */
export class TotalsCounter {
  readonly totals = noTotals();
  private readonly names = new Set<string>();

  /** An item of an hour, or of none. */
  addItem(attributes: Attributes, place?: RowPlace): void {
    const { totals, names } = this;
    const numbers = fileNumbers(attributes);
    if (place && (attributes['c'] || (numbers && numbers.skipped === undefined)))
      addHours(totals.hours!, { [place.day]: 1 << place.hour });
    if (!numbers) return;
    if (numbers.skipped !== undefined) {
      totals.skipped++;
      return;
    }
    names.add(numbers.name);
    totals.files = names.size;
    const delivered = deliveredAt(numbers);
    const { records, broken, duplicates, dropped, stored: events } = numbers;
    addTotals(totals, { ...noTotals(), records, broken, duplicates, dropped, events, newestLogFile: delivered });
  }

  addCells({ quarter, first, last }: PackedCells): void {
    const span = noTotals();
    for (let index = 0; index < quarter.length; index++) {
      const start = quarter[index]! * QUARTER;
      span.oldest = Math.min(span.oldest ?? Infinity, start + first[index]!);
      span.newest = Math.max(span.newest ?? -Infinity, start + last[index]!);
    }
    addTotals(this.totals, span);
  }
}

export function spanOf({ oldest, newest }: Totals): { oldestEvent?: string; newestEvent?: string } {
  return oldest === undefined || newest === undefined
    ? {}
    : { oldestEvent: timeText(oldest), newestEvent: timeText(newest) };
}
