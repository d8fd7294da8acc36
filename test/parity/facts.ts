import type { TrackerEvent } from '../../backend/core/event.ts';
import { countedValue, type CountedField } from '../../backend/core/filter.ts';
import type { Ask } from './wholeAnswer.ts';
import { wholeAnswer } from './wholeAnswer.ts';

/** Everything that there is, but for what lies at the ends of time. */
export const ALL = 'from=2000-01-01&to=2040-01-01';

const NEWEST = 250;

/** What is known of a source, for questions to ask about. */
export interface Facts {
  /** All events, newest first. */
  events: readonly TrackerEvent[];
  /** The values that the events have in a field, the most frequent first. */
  values(field: CountedField): readonly string[];
  /** A period that holds only the newest events: for questions that have to look at each. */
  newest: string;
  /** Dates in UTC, the busiest first. */
  days: readonly string[];
  /** The names that several users share. */
  sharedNames: readonly string[];
}

export async function readFacts(ask: Ask): Promise<Facts> {
  const { body } = await wholeAnswer(ask, `/scan?${ALL}&limit=10000`);
  const events = body as TrackerEvent[];
  const users = new Map(events.map((event) => [JSON.stringify([event.kind, event.home, event.userIdentity_userName]), event]));
  const names = [...users.values()].map((event) => event.userIdentity_userName);
  return {
    events,
    values: (field) => byFrequency(events.map((event) => countedValue(event, field))),
    newest: `from=${events[Math.min(NEWEST, events.length) - 1]!.eventTime}&to=2040-01-01`,
    days: byFrequency(events.map(({ eventTime }) => eventTime.slice(0, 10))),
    sharedNames: [...new Set(names.filter((name, at) => names.indexOf(name) < at))],
  };
} // prettier-ignore

function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
