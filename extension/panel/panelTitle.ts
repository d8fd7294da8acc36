import { isAccountField, prefixesOf, type EventFilter } from '../../backend/core/filter.ts';
import { visibleText } from '../../backend/core/visibleText.ts';

const MAX_LENGTH = 40;

/**
 * What the panel shows, in a few words: the values that it is filtered by, else the source's name. A user is named without
 * kind and home, which only tell namesakes apart; kinds and accounts by what they are called.
 */
export function subjectOf(
  filter: EventFilter,
  sourceName: string | undefined,
  labels: { kind: (kind: string) => string; account: (account: string) => string },
): string | undefined {
  const values = Object.entries(filter).flatMap(([field, condition]) => {
    if (!condition || (filter.user?.in && (field === 'kind' || field === 'home'))) return [];
    const label = field === 'kind' ? labels.kind : isAccountField(field) ? labels.account : String;
    return [...(condition.in ?? []).map(label), ...prefixesOf(condition).map((prefix) => `${prefix}…`)];
  });
  const subject = values.length > 0 ? visibleText(values.join(', ')) : sourceName;
  return subject !== undefined && subject.length > MAX_LENGTH ? `${subject.slice(0, MAX_LENGTH - 1)}…` : subject;
}
