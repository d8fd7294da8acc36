import { isKeyField } from '../core/activityKeys.ts';
import { fieldValues, matches, type EventFilter } from '../core/filter.ts';
import type { TrackerEvent } from '../core/event.ts';
import { isOriginField, type Origin } from './storedEvent.ts';

/** A filter in parts, by what has to be looked at: activity keys, origins, or the events themselves. */
export interface SplitFilter {
  key: EventFilter;
  origin: EventFilter;
  event: EventFilter;
}

export function splitFilter(filter: EventFilter): SplitFilter {
  const split: SplitFilter = { key: {}, origin: {}, event: {} };
  for (const [field, condition] of Object.entries(filter)) {
    const part = isKeyField(field) ? split.key : isOriginField(field) ? split.origin : split.event;
    part[field] = condition;
  }
  return split;
}

export function isEmpty(filter: EventFilter): boolean {
  return Object.keys(filter).length === 0;
}

/** Whether origins pass a filter on their fields: each is looked at once. */
export function originMatcher(filter: EventFilter, read: (id: number) => Origin): (id: number) => boolean {
  if (isEmpty(filter)) return () => true;
  const known: boolean[] = [];
  return (id) => (known[id] ??= matches(read(id) as TrackerEvent, filter));
}

/** The value of an origin's field; '' where it has none. */
export function originValue(origin: Origin, field: string): string {
  return fieldValues(origin as TrackerEvent, field)[0] ?? '';
}
