import { PARAMETER_PATHS, REQUEST_PARAMETERS } from './attributes.ts';
import type { TrackerEvent } from './event.ts';
import { contentId, encode } from './eventId.ts';
import { isObject, objectAt, stringAt, type Json, type JsonObject } from './json.ts';
import { CONSOLE_LOGIN_FAILURE, outcomeOf } from './outcome.ts';
import { isReadOnly } from './readOnly.ts';
import { resourcesOf } from './resources.ts';
import { withoutTokens } from './secrets.ts';
import { UserError } from './userError.ts';
import { userOf } from './userOf.ts';

/** No stored value is longer, in either store. */
const MAX_LENGTH = 256;

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
  setParameters(record, set);
  const resources = resourcesOf(record);
  if (resources.length > 0) event.resources = resources;
  return event;
}

function setParameters(record: JsonObject, set: (attribute: string, value: string | undefined) => void): void {
  const parameters = objectAt(record, 'requestParameters');
  for (const key in parameters) if (STORED.has(key)) set(`requestParameters_${key}`, scalar(parameters[key]));
  for (const [name, path] of PARAMETER_PATHS) {
    let value: Json | undefined = record;
    for (const step of path) {
      if (Array.isArray(value)) value = value[step as number];
      else if (isObject(value)) value = value[step];
      else value = undefined;
      if (value === undefined || value === null) break;
    }
    set(name, scalar(value));
  }
}

const STORED: ReadonlySet<string> = new Set(REQUEST_PARAMETERS);

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

/** How CloudTrail writes times, on days that every month has: nothing to check or change (and quick to see). */
const USUAL = /^(?:19[7-9]|[2-9]\d\d)\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

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
  return value.length > MAX_LENGTH ? value.slice(0, MAX_LENGTH) : value;
}

function capped(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const clean = withoutTokens(value);
  return clean.length > MAX_LENGTH ? clean.slice(0, MAX_LENGTH) : clean;
}
