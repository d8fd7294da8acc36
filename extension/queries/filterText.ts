import { isAccountField, prefixesOf, type EventFilter } from '../../backend/core/filter.ts';
import { visibleText } from '../../backend/core/visibleText.ts';
import type { Format } from '../format.ts';

/** How many values of a condition are named. */
const MOST_VALUES = 8;

/** A filter in plain text, a line for each field: `eventName: Delete…, not DeleteTags`. Fields and values as they are stored, accounts with their names. */
export function filterText(filter: EventFilter, { l10n, accountInFull }: Format): string[] {
  return Object.entries(filter).flatMap(([field, condition]) => {
    if (!condition) return [];
    const shown = isAccountField(field) ? accountInFull : visibleText;
    const values = [
      ...(condition.in ?? []).map(shown),
      ...prefixesOf(condition).map((prefix) => `${visibleText(prefix)}…`),
      ...(condition.not ?? []).map((value) => l10n.t('not {0}', shown(value))),
    ];
    const named = values.slice(0, MOST_VALUES).join(', ');
    return [
      `${visibleText(field)}: ${values.length > MOST_VALUES ? l10n.t('{0} and {1} more', named, values.length - MOST_VALUES) : named}`,
    ];
  });
}
