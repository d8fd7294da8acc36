import { ATTRIBUTES } from '../../backend/core/attributes.ts';
import { COUNTED_FIELDS } from '../../backend/core/filter.ts';

/** Attributes that a counted field is the better name of. */
const OTHER_NAMES: ReadonlySet<string> = new Set(['userIdentity_userName', 'eventSource', 'awsRegion']);

/** What can be a column of the event table: the time, the counted fields, and every stored attribute. */
export const EVENT_COLUMNS: readonly string[] = [
  ...new Set(['eventTime', ...COUNTED_FIELDS, ...ATTRIBUTES.filter((name) => !OTHER_NAMES.has(name))]),
];
