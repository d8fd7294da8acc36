import { isTimeField, type ActivityField, type ActivityRow } from './activity.ts';
import { activityRows, type GroupSum, type Sum } from './activityRows.ts';
import { ActivitySums } from './activitySums.ts';
import type { Outcome } from './event.ts';
import type { TimeGroups } from './timeGroups.ts';

/**
 * What is added to, as one number: a bucket, which stands for values of the fields that a query groups by, and an outcome. So
 * a loop over a million cells has one number to look up for each.
 */
export function placeOf(bucket: number, outcome: number): number {
  return bucket * 4 + outcome;
}

/** An outcome as a number. */
export function outcomeNumber(outcome: Outcome): number {
  return outcome === 'ok' ? OK : outcome === 'denied' ? DENIED : ERROR;
}

export function bucketOf(place: number): number {
  return place >> 2;
}

/** The numbers of a sum: how many ended ok, denied and in another error, first, last and time group. */
const [OK, DENIED, ERROR, FIRST, LAST, TIME, WIDTH] = [0, 1, 2, 3, 4, 5, 6];

/**
 * Adds up by time group and bucket, at a few nanoseconds an addition. What is added comes sorted by time, mostly, so each bucket
 * has one sum open, which is put away when another time group begins for it.
 */
export class SlotSums {
  /** By bucket: its open sum. */
  private open = new Float64Array(0);
  /** By time group and bucket. */
  private readonly closed = new Map<number, Map<number, Sum>>();

  /** Adds so many, of which the first and the last happened then (seconds since 1970). */
  add(time: number, place: number, count: number, first: number, last: number): void {
    const at = (place >> 2) * WIDTH;
    if (this.open[at + TIME] !== time) this.begin(at, time);
    const { open } = this;
    open[at + (place & 3)]! += count;
    if (first < open[at + FIRST]!) open[at + FIRST] = first;
    if (last > open[at + LAST]!) open[at + LAST] = last;
  }

  private begin(at: number, time: number): void {
    if (at >= this.open.length) {
      const longer = new Float64Array(2 * (at + WIDTH)).fill(NaN);
      longer.set(this.open);
      this.open = longer;
    } else this.close(at);
    this.open.set([0, 0, 0, Infinity, -Infinity, time], at);
  }

  private close(at: number): void {
    const { open } = this;
    const time = open[at + TIME]!;
    if (Number.isNaN(time)) return;
    const denied = open[at + DENIED]!;
    const errors = denied + open[at + ERROR]!;
    const own = { count: open[at + OK]! + errors, errors, denied, first: open[at + FIRST]!, last: open[at + LAST]! };
    let sums = this.closed.get(time);
    if (!sums) this.closed.set(time, (sums = new Map<number, Sum>()));
    const sum = sums.get(at / WIDTH);
    if (!sum) sums.set(at / WIDTH, own);
    else {
      sum.count += own.count;
      sum.errors += own.errors;
      sum.denied += own.denied;
      sum.first = Math.min(sum.first, own.first);
      sum.last = Math.max(sum.last, own.last);
    }
  }

  /** The rows of an answer; `valuesOf` tells the values of a field that is no time in a bucket: of a user its name, kind and home. */
  rows(
    groupBy: readonly ActivityField[],
    times: TimeGroups,
    valuesOf: (bucket: number, field: ActivityField) => string[],
  ): ActivityRow[] {
    for (let at = 0; at < this.open.length; at += WIDTH) this.close(at);
    this.open = new Float64Array(0);
    const all: GroupSum[] = [];
    for (const [time, sums] of this.closed) {
      for (const [bucket, { count, errors, denied, first, last }] of sums) {
        const values: string[] = [];
        for (const field of groupBy) {
          if (isTimeField(field)) values.push(times.text(field, time));
          else values.push(...valuesOf(bucket, field));
        }
        all.push({ values, count, errors, denied, first, last });
      }
    }
    if (times.areDistinct) return activityRows(groupBy, all);
    const distinct = new ActivitySums(groupBy);
    for (const sum of all) distinct.add(sum.values, sum);
    return distinct.rows();
  }
}
