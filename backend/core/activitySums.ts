import type { ActivityField, ActivityRow } from './activity.ts';
import { activityRows, type GroupSum, type Sum } from './activityRows.ts';

/** Adds up counts by their group values, wherever they come from. */
export class ActivitySums {
  private readonly groupBy: readonly ActivityField[];
  private readonly sums = new Map<string, GroupSum>();

  constructor(groupBy: readonly ActivityField[]) {
    this.groupBy = groupBy;
  }

  /** `values` as columnsOf(groupBy) names them. */
  add(values: readonly string[], { count, errors, denied, first, last }: Sum): void {
    const key = JSON.stringify(values);
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

  rows(): ActivityRow[] {
    return activityRows(this.groupBy, [...this.sums.values()]);
  }
}
