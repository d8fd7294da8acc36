import { setImmediate } from 'node:timers/promises';
import type { TrackerEvent } from '../core/event.ts';
import { compareKeys } from '../core/eventId.ts';
import type { EventKey, EventsQuery, EventsResult } from '../core/eventStore.ts';
import { matches } from '../core/filter.ts';
import { quarterRange, secondsOf, timeText } from '../core/quarter.ts';
import { candidates } from './candidates.ts';
import type { EventIndex } from './eventIndex.ts';
import type { EventReader, EventRow } from './eventReader.ts';
import { isEmpty, originMatcher, splitFilter } from './splitFilter.ts';

/** How many events are looked at for one page, where the filter can only be answered by reading them: a tenth of a second. */
const MAX_READ = 20_000;

/** One page of events, newest first. */
export async function readPage(
  index: EventIndex,
  reader: EventReader,
  query: EventsQuery,
  signal?: AbortSignal,
): Promise<EventsResult> {
  const { filter, limit, after } = query;
  const split = splitFilter(filter);
  const search = {
    range: quarterRange(after ? upTo(query.period, after) : query.period),
    matching: index.keys.matching(split.key),
    originMatches: originMatcher(split.origin, (id) => reader.origin(id)),
  };
  const readsAll = !isEmpty(split.event);
  const events: TrackerEvent[] = [];
  let last: EventKey | undefined;
  let read = 0;
  for (const slice of candidates(index, search, limit + 1)) {
    for (const row of sorted(reader.rows(slice), reader)) {
      const key = keyOfRow(row, reader);
      if (after && compareKeys(key, after) <= 0) continue;
      if (events.length === limit || read === MAX_READ) return { events, next: last };
      last = key;
      if (readsAll) {
        read++;
        const event = reader.event(row);
        if (matches(event, split.event)) events.push(event);
      } else events.push(reader.event(row));
    }
    if (readsAll) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return { events };
}

/** Only the second of the cursor's event is looked at again. */
function upTo(period: EventsQuery['period'], { eventTime }: EventKey): EventsQuery['period'] {
  return { from: period.from, to: Math.min(period.to, (secondsOf(eventTime) + 1) * 1000) };
}

function sorted(rows: EventRow[], reader: EventReader): EventRow[] {
  return rows.sort((a, b) => b.time - a.time || compareKeys(keyOfRow(a, reader), keyOfRow(b, reader)));
}

function keyOfRow(row: EventRow, reader: EventReader): EventKey {
  return { user: reader.userOf(row), eventTime: timeText(row.time), eventID: row.event_id };
}
