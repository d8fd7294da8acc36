import { isTimeField, type ActivityField, type ActivityRow } from './activity.ts';
import { ActivitySums } from './activitySums.ts';
import { userOfEvent, type TrackerEvent } from './event.ts';
import type { ActivityQuery } from './eventStore.ts';
import { fieldValues, matches } from './filter.ts';
import { secondsOf } from './quarter.ts';
import { createTimeGroups, type TimeGroups } from './timeGroups.ts';

/**
 * The answer to an activity query, counted from the events themselves: slow, and able to group by any attribute. An event
 * without the attribute counts under '', one with several values (resources) under each.
 */
export async function activityFromEvents(
  events: Iterable<TrackerEvent> | AsyncIterable<TrackerEvent>,
  { period, filter, groupBy, tz }: ActivityQuery,
): Promise<ActivityRow[]> {
  const sums = new ActivitySums(groupBy);
  const times = createTimeGroups(groupBy, tz);
  for await (const event of events) {
    const time = secondsOf(event.eventTime);
    if (time * 1000 < period.from || time * 1000 >= period.to || !matches(event, filter)) continue;
    const sum = {
      count: 1,
      errors: event.outcome === 'ok' ? 0 : 1,
      denied: event.outcome === 'denied' ? 1 : 0,
      first: time,
      last: time,
    };
    for (const values of combinations(groupBy.map((field) => groupValues(event, field, time, times))))
      sums.add(values, sum);
  }
  return sums.rows();
}

/** The alternatives for one field, each of which may take several columns. */
function groupValues(event: TrackerEvent, field: ActivityField, time: number, times: TimeGroups): string[][] {
  if (isTimeField(field)) return [[times.text(field, times.of(time))]];
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
