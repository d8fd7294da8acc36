import type { ActivityField } from '../../backend/core/activity.ts';
import { fieldLabel } from './labels.ts';

/** The fields that questions are mostly about, in the order of the pickers. */
export const FILTER_FIELDS: readonly ActivityField[] = [
  'user',
  'kind',
  'role',
  'session',
  'service',
  'eventName',
  'outcome',
  'errorCode',
  'account',
  'region',
  'home',
  'readOnly',
  'sourceIPAddress',
  'userIdentity_accessKeyId',
  'userAgent',
  'via',
  'resources',
];

/** Attributes that are another name of a main field, or as good as unique to an event. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'userIdentity_userName',
  'eventSource',
  'awsRegion',
  'eventID',
  'eventTime',
  'logFile',
]);

const TIMES: readonly ActivityField[] = ['day', 'hour'];

export interface FieldGroups {
  main: ActivityField[];
  times: ActivityField[];
  /** Stored parameters and rarer attributes, by label. */
  others: ActivityField[];
}

/** What a breakdown can be grouped by. `parameters` are the attributes that the source knows. */
export function groupFields(parameters: readonly string[]): FieldGroups {
  const others = parameters
    .filter((name) => !FILTER_FIELDS.includes(name) && !LEFT_OUT.has(name))
    .sort((a, b) => fieldLabel(a).localeCompare(fieldLabel(b)));
  return { main: [...FILTER_FIELDS], times: [...TIMES], others };
}
