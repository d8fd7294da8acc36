import { prefixesOf, type EventFilter } from '../../backend/core/filter.ts';
import { visibleText } from '../../backend/core/visibleText.ts';
import type { L10n } from '../format.ts';

/** How many values of a condition are named. */
const MOST_VALUES = 8;

/** A filter in plain text, a line for each field: `eventName: Delete…, not DeleteTags`. Fields and values as they are stored. */
export function filterText(filter: EventFilter, l10n: L10n): string[] {
  return Object.entries(filter).flatMap(([field, condition]) => {
    if (!condition) return [];
    const values = [
      ...(condition.in ?? []),
      ...prefixesOf(condition).map((prefix) => `${prefix}…`),
      ...(condition.not ?? []).map((value) => l10n.t('not {0}', value)),
    ];
    const named = values.slice(0, MOST_VALUES).map(visibleText).join(', ');
    return [
      `${visibleText(field)}: ${values.length > MOST_VALUES ? l10n.t('{0} and {1} more', named, values.length - MOST_VALUES) : named}`,
    ];
  });
}
