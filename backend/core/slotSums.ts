import { isTimeField, type ActivityField, type ActivityRow } from './activity.ts';
import { ActivitySums, type Sum } from './activitySums.ts';
import type { Outcome } from './event.ts';
import type { TimeGroups } from './timeGroups.ts';

/**
 * Adds up by two numbers, a time group and a group of everything else, at a few nanoseconds an addition: cells come sorted
 * by time, so that mostly the slot of a group is the one of its last addition.
 */
export class SlotSums {
  readonly sums: (Sum & { time: number; group: number })[] = [];
  private readonly slots = new Map<number, Map<number, number>>();
  /** By group: its last slot. */
  private readonly lastSlot: number[] = [];

  add(time: number, group: number, outcome: Outcome, count: number, first: number, last: number): void {
    let sum = this.sums[this.lastSlot[group] ?? -1];
    if (sum?.time !== time) sum = this.slot(time, group, first);
    sum.count += count;
    if (outcome !== 'ok') sum.errors += count;
    if (outcome === 'denied') sum.denied += count;
    if (first < sum.first) sum.first = first;
    if (last > sum.last) sum.last = last;
  }

  private slot(time: number, group: number, first: number): Sum & { time: number; group: number } {
    let slots = this.slots.get(time);
    if (!slots) this.slots.set(time, (slots = new Map<number, number>()));
    let slot = slots.get(group);
    if (slot === undefined) {
      slot = this.sums.push({ time, group, count: 0, errors: 0, denied: 0, first, last: 0 }) - 1;
      slots.set(group, slot);
    }
    this.lastSlot[group] = slot;
    return this.sums[slot]!;
  }
}

/** The rows of an answer; `valuesOf` gives the columns of a field that is no time in a group. */
export function rowsOf(
  { sums }: SlotSums,
  groupBy: readonly ActivityField[],
  times: TimeGroups,
  valuesOf: (group: number, field: ActivityField) => string[],
): ActivityRow[] {
  const rows = new ActivitySums(groupBy);
  for (const sum of sums) {
    rows.add(
      groupBy.flatMap((field) => (isTimeField(field) ? [times.text(field, sum.time)] : valuesOf(sum.group, field))),
      sum,
    );
  }
  return rows.rows();
}
