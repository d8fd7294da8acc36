import type { ActivityKey } from '../core/activityKeys.ts';
import type { TrackerEvent } from '../core/event.ts';
import { encode } from '../core/eventId.ts';

/**
 * Attributes that tell where a call came from. Few combinations of them occur, so they are stored once per combination, and
 * questions about them (the sessions of a role) need no look at the rows of events.
 */
export const ORIGIN_FIELDS = [
  'proof',
  'role',
  'session',
  'sourceIdentity',
  'via',
  'userIdentity_type',
  'userIdentity_principalId',
  'userIdentity_arn',
  'userIdentity_accessKeyId',
  'sourceIPAddress',
  'userAgent',
  'eventType',
  'eventCategory',
  'fromConsole',
] as const satisfies readonly (keyof TrackerEvent)[];

export type Origin = Pick<TrackerEvent, (typeof ORIGIN_FIELDS)[number]>;

const ORIGIN: ReadonlySet<string> = new Set(ORIGIN_FIELDS);

export function isOriginField(field: string): boolean {
  return ORIGIN.has(field);
}

export function originOf(event: TrackerEvent): Origin {
  const { proof, role, session, sourceIdentity, via, sourceIPAddress, userAgent, eventType, eventCategory } = event;
  const { userIdentity_type, userIdentity_principalId, userIdentity_arn, userIdentity_accessKeyId, fromConsole } =
    event;
  return {
    proof,
    role,
    session,
    sourceIdentity,
    via,
    userIdentity_type,
    userIdentity_principalId,
    userIdentity_arn,
    userIdentity_accessKeyId,
    sourceIPAddress,
    userAgent,
    eventType,
    eventCategory,
    fromConsole,
  };
}

export function originText(origin: Origin): string {
  return JSON.stringify(ORIGIN_FIELDS.map((field) => origin[field] ?? null));
}

export function readOrigin(text: string): Origin {
  const values = JSON.parse(text) as (string | null)[];
  return Object.fromEntries(
    ORIGIN_FIELDS.flatMap((field, index) => (values[index] == null ? [] : [[field, values[index]]])),
  ) as unknown as Origin;
}

/** What is stored elsewhere: in columns of their own, with the key, or with the origin. */
const ELSEWHERE: ReadonlySet<string> = new Set<keyof TrackerEvent>([
  'id',
  'eventID',
  'eventTime',
  'logFile',
  'position',
  'kind',
  'home',
  'userIdentity_userName',
  'account',
  'awsRegion',
  'eventSource',
  'eventName',
  'readOnly',
  'errorCode',
  'outcome',
  ...ORIGIN_FIELDS,
]);

/** All else of an event, as JSON; '' where there is nothing. */
export function detailsText(event: TrackerEvent): string {
  let details: Record<string, unknown> | undefined;
  for (const name in event) {
    if (ELSEWHERE.has(name)) continue;
    details ??= {};
    details[name] = event[name as keyof TrackerEvent];
  }
  return details ? JSON.stringify(details) : '';
}

/** An event put together again. */
export function assembleEvent(
  key: ActivityKey,
  origin: Origin,
  details: string | null,
  own: Pick<TrackerEvent, 'eventID' | 'eventTime' | 'logFile' | 'position'>,
): TrackerEvent {
  const { kind, home, name } = key.user;
  return {
    id: encode(kind, home, name, own.eventTime, own.eventID),
    eventID: own.eventID,
    eventTime: own.eventTime,
    eventName: key.eventName,
    eventSource: key.eventSource,
    awsRegion: key.awsRegion,
    account: key.account,
    userIdentity_userName: name,
    kind,
    home,
    readOnly: key.readOnly,
    outcome: key.outcome,
    ...(key.errorCode === '' ? {} : { errorCode: key.errorCode }),
    ...origin,
    ...(details === null ? {} : (JSON.parse(details) as object)),
    logFile: own.logFile,
    position: own.position,
  };
}
