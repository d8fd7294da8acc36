import { setImmediate } from 'node:timers/promises';
import { isTimeField, type ActivityRow } from '../core/activity.ts';
import { activityFromEvents } from '../core/activityFromEvents.ts';
import { isKeyField } from '../core/activityKeys.ts';
import { quarterRange } from '../core/activityTable.ts';
import type { Outcome, TrackerEvent } from '../core/event.ts';
import type { ActivityQuery } from '../core/eventStore.ts';
import { KeyGroups } from '../core/keyGroups.ts';
import { QUARTER } from '../core/quarter.ts';
import { rowsOf, SlotSums } from '../core/slotSums.ts';
import { createTimeGroups } from '../core/timeGroups.ts';
import { candidates, type Search } from './candidates.ts';
import type { EventIndex } from './eventIndex.ts';
import type { EventReader } from './eventReader.ts';
import { Numbering } from './numbering.ts';
import { isEmpty, originMatcher, originValue, splitFilter, type SplitFilter } from './splitFilter.ts';
import { isOriginField } from './storedEvent.ts';

/** How many events are read between two looks at the signal. */
const SLICE = 1_000;

/** Answers an activity query at the least cost: from the counters, from what memory holds of each event, or from the events. */
export async function readActivity(index: EventIndex, reader: EventReader, query: ActivityQuery, signal?: AbortSignal): Promise<ActivityRow[]> {
  const split = splitFilter(query.filter);
  const fields = query.groupBy.filter((field) => !isTimeField(field));
  if (!isEmpty(split.event) || !fields.every((field) => isKeyField(field) || isOriginField(field))) {
    return activityFromEvents(eventsOf(index, reader, search(index, reader, query, split), signal), query);
  }
  if (!isEmpty(split.origin) || !fields.every(isKeyField)) return activityByOrigin(index, reader, query, split);
  return index.table.rows(query);
}

function search(index: EventIndex, reader: EventReader, query: ActivityQuery, split: SplitFilter): Search {
  return {
    range: quarterRange(query.period),
    matching: index.keys.matching(split.key),
    originMatches: originMatcher(split.origin, (id) => reader.origin(id)),
  };
}

async function* eventsOf(index: EventIndex, reader: EventReader, search: Search, signal?: AbortSignal): AsyncGenerator<TrackerEvent> {
  let read = 0;
  for (const slice of candidates(index, search, SLICE)) {
    for (const seq of slice) yield reader.event(reader.row(seq));
    read += slice.length;
    if (read < SLICE) continue;
    read = 0;
    await setImmediate();
    signal?.throwIfAborted();
  }
}

/** Groups by attributes of the origin, as a role's sessions, without reading events. */
function activityByOrigin(index: EventIndex, reader: EventReader, query: ActivityQuery, split: SplitFilter): ActivityRow[] {
  const { range, matching, originMatches } = search(index, reader, query, split);
  const originFields = query.groupBy.filter(isOriginField);
  const keyGroups = new KeyGroups(index.keys, query.groupBy.filter(isKeyField));
  const originGroups = new Numbering();
  const groupOfOrigin: number[] = [];
  const pairs = new Numbering();
  const times = createTimeGroups(query.groupBy, query.tz);
  const slots = new SlotSums();
  for (const cells of index.table.newestFirst(range, matching)) {
    for (const { cells: block, index: at } of cells) {
      const start = block.quarter[at]! * QUARTER;
      const key = block.key[at]!;
      const outcome = index.keys.value(key, 'outcome') as Outcome;
      const end = block.start[at]! + block.count[at]!;
      for (let seq = block.start[at]!; seq < end; seq++) {
        const time = start + index.seconds.at(seq);
        const origin = index.origins.at(seq);
        if (time < range.from || time >= range.to || !originMatches(origin)) continue;
        const group = (groupOfOrigin[origin] ??= originGroups.of(
          JSON.stringify(originFields.map((field) => originValue(reader.origin(origin), field))),
        ));
        slots.add(times.of(time), pairs.of(`${keyGroups.of(key)} ${group}`), outcome, 1, time, time);
      }
    }
  }
  return rowsOf(slots, query.groupBy, times, (pair, field) => {
    const [keyGroup, originGroup] = pairs.texts[pair]!.split(' ').map(Number) as [number, number];
    if (!isOriginField(field)) return keyGroups.values(keyGroup, field);
    return [(JSON.parse(originGroups.texts[originGroup]!) as string[])[originFields.indexOf(field)]!];
  });
}
