import { prefixesOf, type EventFilter } from '../../backend/core/filter.ts';

const MAX_LENGTH = 40;

/** What the panel shows, in a few words: the values that it is filtered by, else the source's name. */
export function subjectOf(filter: EventFilter, sourceName: string | undefined): string | undefined {
  const values = Object.values(filter).flatMap((condition) =>
    condition ? [...(condition.in ?? []), ...prefixesOf(condition).map((prefix) => `${prefix}…`)] : [],
  );
  const subject = values.length > 0 ? values.join(', ') : sourceName;
  return subject !== undefined && subject.length > MAX_LENGTH ? `${subject.slice(0, MAX_LENGTH - 1)}…` : subject;
}
