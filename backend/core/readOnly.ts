import type { JsonObject } from './json.ts';

// Only for records before event version 1.06, which lack the flag: a guess by the verb.
const READ_VERB = /^(get|describe|list|info|decrypt|checkmfa|head|lookup|batchget|search|select|view)/i;

/** Whether a record only reads: by its own flag (a boolean, in forwarded copies a string), else by its name's verb. */
export function isReadOnly(record: JsonObject, eventName: string): boolean {
  const flag = record['readOnly'];
  if (typeof flag === 'boolean') return flag;
  if (flag === 'true' || flag === 'false') return flag === 'true';
  return READ_VERB.test(eventName);
}
