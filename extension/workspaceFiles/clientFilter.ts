import { ATTRIBUTES } from '../../backend/core/attributes.ts';
import { GROUP, isCountedField, type EventFilter } from '../../backend/core/filter.ts';
import type { JsonObject } from '../../backend/core/json.ts';
import { readCondition, readFilter } from '../../backend/core/savedFilter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { L10n } from '../format.ts';

/** A filter as core's readFilter reads it, which may ask for a group besides. */
export function readClientFilter({ [GROUP]: group, ...others }: JsonObject): EventFilter {
  const filter = readFilter(others);
  return group === undefined
    ? filter
    : { ...filter, [GROUP]: readCondition(GROUP, group, (message) => new UserError(message)) };
}

/** What is wrong with the condition of a field in a filter. Undefined for a condition that can be asked. */
export function conditionProblem(field: string, condition: JsonObject[string], l10n: L10n): string | undefined {
  if (field !== GROUP && !isCountedField(field) && !ATTRIBUTES.includes(field))
    return l10n.t('{0} is no field that events can be filtered by.', JSON.stringify(field));
  try {
    const read = Object.values(readClientFilter({ [field]: condition }));
    return read.some((each) => each && Object.keys(each).length > 0) ? undefined : l10n.t('This condition is empty.');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
