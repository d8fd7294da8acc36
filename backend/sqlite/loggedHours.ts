import type { DatabaseSync } from 'node:sqlite';
import type { LoggedHours, Period } from '../core/eventStore.ts';
import { timeText } from '../core/quarter.ts';
import type { EventIndex } from './eventIndex.ts';

/** Characters of a time up to its hour: YYYY-MM-DDTHH. */
const TO_HOUR = 13;

/**
 * The hours in which events happened, from memory, and those of the others in which files were delivered. A file whose name does not
 * tell that was noted with the time at which it was written, perhaps years later by a copy: only its events tell when it is about.
 */
export function loggedHours(database: DatabaseSync, index: EventIndex, period: Period): LoggedHours {
  const rows = index.table.rows({ period, filter: {}, groupBy: ['hour'], tz: 'UTC' });
  const eventful = rows.map(({ hour }) => (hour as string).slice(0, TO_HOUR));
  const delivered = database
    .prepare(
      `select distinct substr(delivered, 1, ${TO_HOUR}) as hour from file
       where state = 'done' and delivered >= ? and delivered < ?
         and substr(delivered, 1, ${TO_HOUR}) not in (select value from json_each(?))
         and instr(name, replace(replace(substr(delivered, 1, 16), '-', ''), ':', '')) > 0`,
    )
    .all(timeText(period.from / 1000), timeText(period.to / 1000), JSON.stringify(eventful))
    .map(({ hour }) => hour as string);
  const hours = [...eventful, ...delivered].map((hour) => Date.parse(`${hour}:00:00Z`));
  return { since: period.from, hours: hours.sort((a, b) => a - b) };
}
