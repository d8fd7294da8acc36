import { isTimeField, type ActivityField, type ActivityRow, type TimeField } from './activity.ts';
import { ActivitySums } from './activitySums.ts';
import { userOfEvent, type TrackerEvent } from './event.ts';
import type { ActivityQuery } from './eventStore.ts';
import { fieldValues, matches } from './filter.ts';
import { QUARTER, secondsOf, timeText } from './quarter.ts';
import { createTimeZone, type TimeZone } from './timeZone.ts';

/**
 * The answer to an activity query, counted from the events themselves: slow, and able to group by any attribute. An event
 * without the attribute counts under '', one with several values (resources) under each.
 */
export async function activityFromEvents(
  events: Iterable<TrackerEvent> | AsyncIterable<TrackerEvent>,
  query: ActivityQuery,
): Promise<ActivityRow[]> {
  const sums = new ActivitySums(query.groupBy);
  const add = eventAdder(sums, query);
  for await (const event of events) add(event);
  return sums.rows();
}

/** Adds an event to the sums, if it is one that the query asks for. */
export function eventAdder(
  sums: ActivitySums,
  { period, filter, groupBy, tz }: ActivityQuery,
): (event: TrackerEvent) => void {
  const zone = createTimeZone(tz);
  return (event) => {
    const time = secondsOf(event.eventTime);
    if (time * 1000 < period.from || time * 1000 >= period.to || !matches(event, filter)) return;
    const sum = {
      count: 1,
      errors: event.outcome === 'ok' ? 0 : 1,
      denied: event.outcome === 'denied' ? 1 : 0,
      first: time,
      last: time,
    };
    for (const values of combinations(groupBy.map((field) => groupValues(event, field, time, zone))))
      sums.add(values, sum);
  };
}

/** The value of a time field at a time. */
export function timeGroup(field: TimeField, time: number, zone: TimeZone): string {
  switch (field) {
    case 'day':
      return zone.dayOf(time);
    case 'hour':
      return timeText(time - (time % 3600));
    case 'quarter':
      return timeText(time - (time % QUARTER));
  }
}

/** The alternatives for one field, each of which may take several columns. */
function groupValues(event: TrackerEvent, field: ActivityField, time: number, zone: TimeZone): string[][] {
  if (isTimeField(field)) return [[timeGroup(field, time, zone)]];
  if (field === 'user') {
    const { kind, home, name } = userOfEvent(event);
    return [[name, kind, home]];
  }
  const values = fieldValues(event, field);
  return values.length === 0 ? [['']] : values.map((value) => [value]);
}

function combinations(alternatives: string[][][]): string[][] {
  return alternatives.reduce<string[][]>(
    (done, next) => done.flatMap((values) => next.map((more) => [...values, ...more])),
    [[]],
  );
}
