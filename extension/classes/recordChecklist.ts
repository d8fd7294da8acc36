import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { Task } from './lab.ts';

/** What the rows that a checklist is made of are grouped by. */
export const RECORDED_FIELDS = ['service', 'eventName'] as const;

/** What somebody has changed, and was allowed to: neither looking around nor signing in is a task, and what failed teaches nothing. */
export const RECORDED: EventFilter = {
  outcome: { in: ['ok'] },
  readOnly: { in: ['false'] },
  service: { not: ['signin'] },
};

/** The tasks that somebody did, in the order in which they did them first: each event name as often as it happened. */
export function recordedTasks(rows: readonly ActivityRow[]): Task[] {
  return rows
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
    .map(({ count, ...row }) => {
      const [service, eventName] = [String(row['service']), String(row['eventName'])];
      return {
        title: eventName,
        filter: { service: { in: [service] }, eventName: { in: [eventName] } },
        count,
        explanation: '',
      };
    });
}
