import { isTimeField, type ActivityRow } from '../core/activity.ts';

import type { ActivityQuery } from '../core/eventStore.ts';
import { KeyBuckets } from '../core/keyBuckets.ts';
import { QUARTER, quarterRange } from '../core/quarter.ts';
import { bucketOf, outcomeNumber, placeOf, SlotSums } from '../core/slotSums.ts';
import { createTimeGroups } from '../core/timeGroups.ts';
import type { EventIndex } from './eventIndex.ts';
import type { EventReader } from './eventReader.ts';
import { Numbering } from './numbering.ts';
import { originMatcher, originValue, type SplitFilter } from './splitFilter.ts';
import { isOriginField } from './storedEvent.ts';

/** Answers a query about attributes of the origin, as the sessions of a role, from what memory holds of every event. */
export function originActivity(
  index: EventIndex,
  reader: EventReader,
  query: ActivityQuery,
  filter: SplitFilter,
): ActivityRow[] {
  const range = quarterRange(query.period);
  const times = createTimeGroups(query.groupBy, query.tz);
  const originFields = query.groupBy.filter(isOriginField);
  const keyFields = query.groupBy.filter((field) => !isTimeField(field) && !isOriginField(field));
  const keys = new KeyBuckets(index.keys, filter.key, keyFields);
  const origins = new OriginGroups(reader, filter, originFields);
  // A pair of a bucket of keys and a group of origins is a bucket here.
  const pairs = new Map<number, number>();
  const parts: [keyBucket: number, group: number][] = [];
  const slots = new SlotSums();

  index.table.visit(range, index.keys.matching(filter.key), ({ quarter, key, start, count }, at) => {
    const begin = quarter[at]! * QUARTER;
    const place = keys.place(key[at]!);
    const outcome = outcomeNumber(index.keys.outcomeOf(key[at]!));
    const end = start[at]! + count[at]!;
    for (let seq = start[at]!; seq < end; seq++) {
      const time = begin + index.seconds.values[seq]!;
      if (time < range.from || time >= range.to) continue;
      const group = origins.of(index.origins.values[seq]!);
      if (group === NO_GROUP) continue;
      const pair = bucketOf(place) * MAX_GROUPS + group;
      let bucket = pairs.get(pair);
      if (bucket === undefined) pairs.set(pair, (bucket = parts.push([bucketOf(place), group]) - 1));
      slots.add(times.of(time), placeOf(bucket, outcome), 1, time, time);
    }
  });
  return slots.rows(query.groupBy, times, (bucket, field) => {
    const [keyBucket, group] = parts[bucket]!;
    return isOriginField(field) ? [origins.value(group, field)] : keys.values(keyBucket, field);
  });
}

const NO_GROUP = -1;
const MAX_GROUPS = 2 ** 26;

/** Numbers the groups that origins fall into; each origin is read once. */
class OriginGroups {
  private readonly reader: EventReader;
  private readonly matches: (id: number) => boolean;
  private readonly fields: readonly string[];
  private readonly numbering = new Numbering();
  private readonly byOrigin: number[] = [];

  constructor(reader: EventReader, filter: SplitFilter, fields: readonly string[]) {
    this.reader = reader;
    this.matches = originMatcher(filter.origin, (id) => reader.origin(id));
    this.fields = fields;
  }

  /** NO_GROUP for an origin that does not pass the filter. */
  of(id: number): number {
    return (this.byOrigin[id] ??= this.matches(id)
      ? this.numbering.of(JSON.stringify(this.fields.map((field) => originValue(this.reader.origin(id), field))))
      : NO_GROUP);
  }

  value(group: number, field: string): string {
    return (JSON.parse(this.numbering.texts[group]!) as string[])[this.fields.indexOf(field)]!;
  }
}
