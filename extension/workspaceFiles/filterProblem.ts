import { ATTRIBUTES } from '../../backend/core/attributes.ts';
import { isCountedField } from '../../backend/core/filter.ts';
import { readFilter } from '../../backend/core/savedFilter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { L10n } from '../format.ts';

/** What is wrong with the condition of a field in a filter. Undefined for a condition that can be asked. */
export function conditionProblem(field: string, condition: unknown, l10n: L10n): string | undefined {
  if (!isCountedField(field) && !ATTRIBUTES.includes(field))
    return l10n.t('{0} is no field that events can be filtered by.', JSON.stringify(field));
  try {
    return Object.keys(readFilter({ [field]: condition })).length > 0 ? undefined : l10n.t('This condition is empty.');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
