import type { TrackerEvent } from '../core/event.ts';
import { encodeEventId, keyOf } from '../core/eventId.ts';

/** The first of all events with the same key. */
export function distinct(events: readonly TrackerEvent[]): TrackerEvent[] {
  const seen = new Map<string, TrackerEvent>();
  for (const event of events) {
    const id = encodeEventId(keyOf(event));
    if (!seen.has(id)) seen.set(id, event);
  }
  return [...seen.values()];
}
