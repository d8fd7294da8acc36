import type { DatabaseSync } from 'node:sqlite';
import type { LoggedHours, Period } from '../core/eventStore.ts';
import { timeText } from '../core/quarter.ts';
import type { EventIndex } from './eventIndex.ts';

/**
 * The hours in which events happened, from memory, and those in which files were delivered. A file whose name does not tell that
 * was noted with the time at which it was written, perhaps years later by a copy: only its events tell when it is about.
 */
export function loggedHours(database: DatabaseSync, index: EventIndex, period: Period): LoggedHours {
  const rows = index.table.rows({ period, filter: {}, groupBy: ['hour'], tz: 'UTC' });
  const delivered = database
    .prepare(
      `select distinct substr(delivered, 1, 13) as hour from file
       where state = 'done' and delivered >= ? and delivered < ?
         and instr(name, replace(replace(substr(delivered, 1, 16), '-', ''), ':', '')) > 0`,
    )
    .all(timeText(period.from / 1000), timeText(period.to / 1000));
  const hours = new Set([
    ...rows.map(({ hour }) => Date.parse(hour as string)),
    ...delivered.map(({ hour }) => Date.parse(`${hour as string}:00:00Z`)),
  ]);
  return { since: period.from, hours: [...hours].sort((a, b) => a - b) };
}
