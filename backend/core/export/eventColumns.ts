import { isParameter } from '../attributes.ts';
import type { TrackerEvent } from '../event.ts';
import { serviceOf } from '../service.ts';

/** The columns of an event in a table, always these and in this order; called as in filters where they are fields of one. */
const COLUMNS: readonly (readonly [name: string, value: (event: TrackerEvent) => string | undefined])[] = [
  ['eventTime', (event) => event.eventTime],
  ['user', (event) => event.userIdentity_userName],
  ['kind', (event) => event.kind],
  ['home', (event) => event.home],
  ['role', (event) => event.role],
  ['session', (event) => event.session],
  ['sourceIdentity', (event) => event.sourceIdentity],
  ['proof', (event) => event.proof],
  ['via', (event) => event.via],
  ['service', (event) => serviceOf(event.eventSource)],
  ['eventName', (event) => event.eventName],
  ['region', (event) => event.awsRegion],
  ['account', (event) => event.account],
  ['outcome', (event) => event.outcome],
  ['errorCode', (event) => event.errorCode],
  ['errorMessage', (event) => event.errorMessage],
  ['readOnly', (event) => String(event.readOnly)],
  ['sourceIPAddress', (event) => event.sourceIPAddress],
  ['userAgent', (event) => event.userAgent],
  ['fromConsole', (event) => event.fromConsole],
  ['accessKeyId', (event) => event.userIdentity_accessKeyId],
  ['resources', (event) => event.resources?.join('; ')],
  ['eventID', (event) => event.eventID],
  // In one column: one for each would have to be known before the first line is written, and there are a hundred.
  ['parameters', parametersOf],
];

export const EVENT_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/** The cells of an event, one per column. */
export function eventCells(event: TrackerEvent): string[] {
  return COLUMNS.map(([, value]) => value(event) ?? '');
}

/** As JSON; undefined where there are none. */
function parametersOf(event: TrackerEvent): string | undefined {
  const parameters = Object.entries(event).filter(([name]) => isParameter(name));
  return parameters.length > 0 ? JSON.stringify(Object.fromEntries(parameters)) : undefined;
}
