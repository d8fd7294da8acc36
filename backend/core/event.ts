/** The kinds of user that CloudTrail's identity types come down to. */
export const USER_KINDS = ['iamUser', 'person', 'role', 'root', 'service', 'account', 'unknown'] as const;
export type UserKind = (typeof USER_KINDS)[number];

/** The person, role or service behind an event. Two users of one name and different kind or home are two users. */
export interface User {
  kind: UserKind;
  /** The account that the user lives in, the identity provider of a federated one, or '' (a person has no home). */
  home: string;
  /** Contains no '/'. */
  name: string;
}

/** Characters: no stored value is longer, in either store. */
export const MAX_LENGTH = 256;

export const OUTCOMES = ['ok', 'denied', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * What is stored of a CloudTrail record, under the flattened names that the predecessor made public
 * (`userIdentity_userName`, `requestParameters_instanceType`). Values are at most 256 characters, lists at most 20 long.
 */
export interface TrackerEvent {
  /** Opaque; made of user, eventTime and eventID (eventId.ts). */
  id: string;
  /** CloudTrail's own where the record has one, else a hash of the record's content. Not always a UUID. */
  eventID: string;
  /** UTC, whole seconds: YYYY-MM-DDTHH:MM:SSZ. */
  eventTime: string;
  eventName: string;
  /** The event source, for example ec2.amazonaws.com; the service (ec2) is derived from it. */
  eventSource: string;
  awsRegion: string;
  /** The account in which it happened. '' where the record names none. */
  account: string;
  /** The name of the derived user, never the record's bare userName. */
  userIdentity_userName: string;
  kind: UserKind;
  home: string;
  /** 'claimed' where the most precise name (session, source identity, name typed at a failed sign-in) was chosen by the caller. */
  proof: 'proven' | 'claimed';
  readOnly: boolean;
  outcome: Outcome;
  errorCode?: string;
  errorMessage?: string;
  role?: string;
  session?: string;
  sourceIdentity?: string;
  /** The service that made the call for the user (`invokedBy` on a user's own record). */
  via?: string;
  userIdentity_type?: string;
  userIdentity_principalId?: string;
  userIdentity_arn?: string;
  userIdentity_accessKeyId?: string;
  sourceIPAddress?: string;
  userAgent?: string;
  eventType?: string;
  eventCategory?: string;
  /** Set where the call was made with a session of the AWS console (fromConsole.ts). */
  fromConsole?: 'true';
  /** Ids and ARNs of what the event touched. */
  resources?: string[];
  /** Base name of the log file that delivered it, and the record's ordinal in that file, from 0. */
  logFile: string;
  position: number;
  /** requestParameters_…, responseElements_… and additionalEventData_… of the fixed table in attributes.ts. */
  [parameter: `${'requestParameters' | 'responseElements' | 'additionalEventData'}_${string}`]: string;
}

/** The user of an event, put together again. */
export function userOfEvent(event: Pick<TrackerEvent, 'kind' | 'home' | 'userIdentity_userName'>): User {
  return { kind: event.kind, home: event.home, name: event.userIdentity_userName };
}
