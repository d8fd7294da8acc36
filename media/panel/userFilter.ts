import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { hasPart, toggle, withoutField, type FilterPart } from '../../backend/core/filterEdit.ts';

/** Whether a filter chooses the user of a row, by name and, where it asks for one, by home. */
export function choosesUser(filter: EventFilter, row: ActivityRow): boolean {
  return hasPart(filter, namePart(row)) && (filter.home?.in === undefined || hasPart(filter, homePart(row)));
}

/**
 * Chooses the user of a row, or no longer. The home joins in where the name alone would choose others too. Several users
 * chosen by name and home may choose more than those: the filter knows no pairs.
 */
export function toggleUser(filter: EventFilter, row: ActivityRow): EventFilter {
  if (!choosesUser(filter, row)) {
    const withName = hasPart(filter, namePart(row)) ? filter : toggle(filter, namePart(row));
    const needsHome = row.namesakes !== undefined || filter.home?.in !== undefined;
    return needsHome && !hasPart(withName, homePart(row)) ? toggle(withName, homePart(row)) : withName;
  }
  const rest = toggle(filter, namePart(row));
  return rest.user === undefined ? withoutField(rest, 'home') : rest;
}

/** The filter that a row stands for: the home joins in where the name alone would choose others too. */
export function userParts(row: ActivityRow): FilterPart[] {
  return row.namesakes === undefined ? [namePart(row)] : [namePart(row), homePart(row)];
}

function namePart(row: ActivityRow): FilterPart {
  return { field: 'user', test: 'is', value: String(row.user) };
}

function homePart(row: ActivityRow): FilterPart {
  return { field: 'home', test: 'is', value: String(row.home) };
}
