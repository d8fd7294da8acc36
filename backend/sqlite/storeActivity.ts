import { setImmediate } from 'node:timers/promises';
import { isTimeField, type ActivityRow } from '../core/activity.ts';
import { activityFromEvents } from '../core/activityFromEvents.ts';
import { isKeyField } from '../core/activityKeys.ts';
import { quarterRange } from '../core/quarter.ts';
import type { TrackerEvent } from '../core/event.ts';
import type { ActivityQuery } from '../core/eventStore.ts';
import { candidates, type Search } from './candidates.ts';
import type { EventIndex } from './eventIndex.ts';
import type { EventReader } from './eventReader.ts';
import { originActivity } from './originActivity.ts';
import { isEmpty, originMatcher, splitFilter, type SplitFilter } from './splitFilter.ts';
import { isOriginField } from './storedEvent.ts';

/** How many events are read between two looks at the signal. */
const SLICE = 1_000;

/** Answers an activity query at the least cost: from the counters, from what memory holds of each event, or from the events. */
export async function readActivity(
  index: EventIndex,
  reader: EventReader,
  query: ActivityQuery,
  signal?: AbortSignal,
): Promise<ActivityRow[]> {
  const split = splitFilter(query.filter);
  const fields = query.groupBy.filter((field) => !isTimeField(field));
  if (!isEmpty(split.event) || !fields.every((field) => isKeyField(field) || isOriginField(field))) {
    return activityFromEvents(eventsOf(index, reader, search(index, reader, query, split), signal), query);
  }
  if (!isEmpty(split.origin) || !fields.every(isKeyField)) return originActivity(index, reader, query, split);
  return index.table.rows(query);
}

function search(index: EventIndex, reader: EventReader, query: ActivityQuery, split: SplitFilter): Search {
  return {
    range: quarterRange(query.period),
    matching: index.keys.matching(split.key),
    originMatches: originMatcher(split.origin, (id) => reader.origin(id)),
  };
}

async function* eventsOf(
  index: EventIndex,
  reader: EventReader,
  search: Search,
  signal?: AbortSignal,
): AsyncGenerator<TrackerEvent> {
  let read = 0;
  for (const slice of candidates(index, search, SLICE)) {
    for (const row of reader.rows(slice)) yield reader.event(row);
    read += slice.length;
    if (read < SLICE) continue;
    read = 0;
    await setImmediate();
    signal?.throwIfAborted();
  }
}
