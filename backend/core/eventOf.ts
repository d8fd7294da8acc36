import { PARAMETER_PATHS, REQUEST_PARAMETERS } from './attributes.ts';
import { MAX_LENGTH, type TrackerEvent } from './event.ts';
import { contentId, encode } from './eventId.ts';
import { isFromConsole } from './fromConsole.ts';
import { isObject, objectAt, stringAt, type Json, type JsonObject } from './json.ts';
import { CONSOLE_LOGIN_FAILURE, outcomeOf } from './outcome.ts';
import { isReadOnly } from './readOnly.ts';
import { resourcesOf } from './resources.ts';
import { textWithoutSecrets } from './secrets.ts';
import { UserError } from './userError.ts';
import { userOf } from './userOf.ts';

/**
 * What is stored of a record. Throws a UserError that says what is missing where the record is broken: without a time, a
 * name or a source it cannot be placed anywhere.
 */
export function eventOf(record: JsonObject, logFile: string, position: number): TrackerEvent {
  const eventTime = timeOf(record['eventTime']);
  const eventName = required(record, 'eventName');
  const eventSource = required(record, 'eventSource');
  const who = userOf(record);
  const { kind, home, name } = who.user;
  const eventID = capped(stringAt(record, 'eventID')) ?? contentId(record);
  const errorCode = errorCodeOf(record, eventSource);
  const identity = objectAt(record, 'userIdentity');
  const event: TrackerEvent = {
    id: encode(kind, home, name, eventTime, eventID),
    eventID,
    eventTime,
    eventName,
    eventSource,
    awsRegion: capped(stringAt(record, 'awsRegion')) ?? '',
    account: capped(who.account) ?? '',
    userIdentity_userName: name,
    kind,
    home,
    proof: who.proof,
    readOnly: isReadOnly(record, eventName),
    outcome: outcomeOf(errorCode),
    logFile,
    position,
  };
  const set = (attribute: string, value: string | undefined) => {
    const kept = capped(value);
    if (kept !== undefined) (event as unknown as Record<string, string>)[attribute] = kept;
  };
  set('errorCode', errorCode);
  set('errorMessage', stringAt(record, 'errorMessage'));
  set('role', who.role);
  set('session', who.session);
  set('sourceIdentity', who.sourceIdentity);
  set('via', who.via);
  set('userIdentity_type', stringAt(identity, 'type'));
  set('userIdentity_principalId', stringAt(identity, 'principalId'));
  set('userIdentity_arn', stringAt(identity, 'arn'));
  set('userIdentity_accessKeyId', stringAt(identity, 'accessKeyId'));
  set('sourceIPAddress', stringAt(record, 'sourceIPAddress'));
  set('userAgent', stringAt(record, 'userAgent'));
  set('eventType', stringAt(record, 'eventType'));
  set('eventCategory', stringAt(record, 'eventCategory'));
  if (isFromConsole(record)) event.fromConsole = 'true';
  setParameters(record, set);
  const resources = resourcesOf(record);
  if (resources.length > 0) event.resources = resources;
  return event;
}

/** Looks only at what is there: most records have few parameters, and the tables of what is stored are long. */
function setParameters(record: JsonObject, set: (attribute: string, value: string | undefined) => void): void {
  for (const [element, byKey] of STORED) {
    const parameters = objectAt(record, element);
    for (const key in parameters) {
      for (const { attribute, rest } of byKey.get(key) ?? NOTHING)
        set(attribute, scalar(valueAt(parameters[key], rest)));
    }
  }
}

function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  for (const step of path) {
    if (Array.isArray(value)) value = value[step as number];
    else if (isObject(value)) value = value[step];
    else return undefined;
  }
  return value;
}

/** An attribute, and the path to its value below the key of the parameter. */
interface StoredParameter {
  attribute: string;
  rest: readonly (string | number)[];
}

const NOTHING: readonly StoredParameter[] = [];

/** What is stored, by element of the record and key of the parameter. */
const STORED: ReadonlyMap<string, ReadonlyMap<string, StoredParameter[]>> = storedParameters();

function storedParameters() {
  const all = [
    ...REQUEST_PARAMETERS.map((key) => [`requestParameters_${key}`, ['requestParameters', key]] as const),
    ...PARAMETER_PATHS,
  ];
  const stored = new Map<string, Map<string, StoredParameter[]>>();
  for (const [attribute, [element, key, ...rest]] of all) {
    const byKey = stored.get(String(element)) ?? new Map<string, StoredParameter[]>();
    stored.set(String(element), byKey.set(String(key), [...(byKey.get(String(key)) ?? []), { attribute, rest }]));
  }
  return stored;
}

function scalar(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Failed sign-ins have an errorMessage and responseElements.ConsoleLogin = "Failure", but no errorCode. */
function errorCodeOf(record: JsonObject, eventSource: string): string | undefined {
  const code = stringAt(record, 'errorCode');
  if (code !== undefined || !eventSource.startsWith('signin.')) return code;
  return Object.values(objectAt(record, 'responseElements')).includes('Failure') ? CONSOLE_LOGIN_FAILURE : undefined;
}

/** The year 10000: from there on, times no longer sort as text. */
const END_OF_TIME = 253_402_300_800_000;

/** How CloudTrail writes times, on days that every year has: nothing to check or change (and quick to see). */
const USUAL =
  /^(?:19[7-9]|[2-9]\d\d)\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** UTC in whole seconds. CloudTrail writes no fraction; forwarded copies may, and may write an offset. */
function timeOf(value: Json | undefined): string {
  if (value === undefined) throw new UserError('has no eventTime');
  if (typeof value !== 'string') throw new UserError('has an eventTime that is no time');
  if (USUAL.test(value)) return value;
  const time = Date.parse(value);
  if (!(time >= 0 && time < END_OF_TIME) || !isDay(value.slice(0, 10))) {
    throw new UserError('has an eventTime that is no time');
  }
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Date.parse takes the 31st of April for the 1st of May. */
function isDay(date: string): boolean {
  const parsed = Date.parse(date);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date);
}

function required(record: JsonObject, element: string): string {
  const value = stringAt(record, element);
  if (value === undefined) throw new UserError(`has no ${element}`);
  return cut(value);
}

function capped(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return cut(textWithoutSecrets(value));
}

/** Half a surrogate pair, from the record or from cutting it, would be another text once it has been written as UTF-8. */
function cut(text: string): string {
  return (text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text).toWellFormed();
}
