import type { ActivityRow } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { isCountedField, meets, type Condition, type EventFilter } from '../../backend/core/filter.ts';

/** Events of one user that no task tells apart, and that have happened by the same time: nearly always one. */
export interface Moment {
  /** eventTime. */
  at: string;
  events: number;
  /** The row of the answer that tells of them. */
  row: ActivityRow;
}

/** What one user did for a task, in the order of time. */
export interface Tries {
  /** Passes the task's whole filter. */
  counting: Moment[];
  /** Would have, but failed. */
  failing: Moment[];
}

/**
 * The events behind rows, by user, in the order of time. Of the events of a row only the first and the last have known times: those
 * between are taken as of the last.
 */
export function momentsByUser(rows: Iterable<ActivityRow>): Map<string, Moment[]> {
  const byUser = new Map<string, Moment[]>();
  for (const row of rows) {
    const user = String(row['user']);
    const moments = byUser.get(user) ?? [];
    byUser.set(user, moments);
    const { first, last, count } = row;
    if (count === 1 || first === last) moments.push({ at: first, events: count, row });
    else moments.push({ at: first, events: 1, row }, { at: last, events: count - 1, row });
  }
  for (const moments of byUser.values()) moments.sort(compareMoments);
  return byUser;
}

/** By time; within a second by what the rows say, the service and the event name first. */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const [one, other] = [JSON.stringify(a.row), JSON.stringify(b.row)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Of moments whose rows bear all fields of a filter, what passes it within a period. A filter without an outcome asks for success. */
export function triesOf(moments: readonly Moment[], filter: EventFilter, { from, to }: Period): Tries {
  const { outcome = { in: ['ok'] }, ...others } = filter;
  const conditions = Object.entries(others);
  const tries: Tries = { counting: [], failing: [] };
  for (const moment of moments) {
    const { row, at } = moment;
    if (!conditions.every(([field, condition]) => !condition || passes(field, String(row[field]), condition))) continue;
    const time = Date.parse(at);
    if (time < from || time >= to) continue;
    if (meets(String(row['outcome']), outcome)) tries.counting.push(moment);
    else if (row['outcome'] !== 'ok') tries.failing.push(moment);
  }
  return tries;
}

/** In a row, an event that lacks an attribute has ''. */
function passes(field: string, value: string, condition: Condition): boolean {
  if (value !== '' || isCountedField(field)) return meets(value, condition);
  return !condition.in && condition.prefix === undefined;
}
