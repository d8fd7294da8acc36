import type { TrackerEvent } from '../../backend/core/event.ts';

export interface EventSort {
  /** A field, or eventTime. */
  by: string;
  descending: boolean;
}

/** As the API sorts them. */
export const NEWEST_FIRST: EventSort = { by: 'eventTime', descending: true };

export function isNewestFirst({ by, descending }: EventSort): boolean {
  return by === NEWEST_FIRST.by && descending;
}

const collator = new Intl.Collator('en', { numeric: true });

/** The events in another order; equal ones stay newest first. */
export function sortEvents(
  events: readonly TrackerEvent[],
  { by, descending }: EventSort,
  value: (event: TrackerEvent) => string,
): readonly TrackerEvent[] {
  if (by === 'eventTime') return descending ? events : events.toReversed();
  const sign = descending ? -1 : 1;
  // Each text is made once, not at every comparison.
  const keyed = events.map((event) => ({ event, key: value(event) }));
  return keyed.sort((a, b) => sign * collator.compare(a.key, b.key)).map(({ event }) => event);
}

/** A click on a head: text begins with A, times with the newest; once more turns it round, and a third time undoes it. */
export function nextSort(sort: EventSort, column: string): EventSort {
  const first: EventSort = column === 'eventTime' ? NEWEST_FIRST : { by: column, descending: false };
  if (sort.by !== column) return first;
  return sort.descending === first.descending ? { by: column, descending: !first.descending } : NEWEST_FIRST;
}
