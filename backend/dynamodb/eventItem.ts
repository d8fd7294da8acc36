import { userOfEvent, type TrackerEvent, type User } from '../core/event.ts';
import { encode } from '../core/eventId.ts';
import { outcomeOf } from '../core/outcome.ts';
import type { RowPlace } from './activityRow.ts';
import { pack, unpack } from './pack.ts';
import type { Attributes, Item } from './table.ts';

/** What is stored of an event by position; all else follows as an object. The order is part of the key version. */
const FIELDS = [
  'eventName',
  'eventSource',
  'awsRegion',
  'account',
  'errorCode',
  'errorMessage',
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
  'logFile',
] as const satisfies readonly (keyof TrackerEvent)[];

/** Stored in another way, or derived from what is. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...FIELDS,
  'id',
  'eventID',
  'eventTime',
  'userIdentity_userName',
  'kind',
  'home',
  'proof',
  'readOnly',
  'outcome',
  'position',
]);

type Payload = [
  user: [User['kind'], string, string],
  flags: number,
  position: number,
  row: string | 0,
  rest: Partial<TrackerEvent> | 0,
  ...values: (string | 0)[],
];

const READ_ONLY = 1;
const CLAIMED = 2;

/** The item of an event without its keys. `f` is the file that owns it; `row` is where that file's numbers lie. */
export function eventAttributes(event: TrackerEvent, f: string, row: RowPlace): Attributes {
  let rest: Record<string, unknown> | 0 = 0;
  for (const [name, value] of Object.entries(event)) {
    if (!ELSEWHERE.has(name)) (rest ||= {})[name] = value;
  }
  const { kind, home, name } = userOfEvent(event);
  const flags = (event.readOnly ? READ_ONLY : 0) | (event.proof === 'claimed' ? CLAIMED : 0);
  const rowText = `${row.day}T${row.hour}`;
  const payload: Payload = [
    [kind, home, name],
    flags,
    event.position,
    // Nearly all events happen in the hour of their file's newest event.
    rowText === hourOf(event.eventTime) ? 0 : rowText,
    rest as Partial<TrackerEvent> | 0,
    ...FIELDS.map((field) => event[field] ?? 0),
  ];
  return { f: { B: Buffer.from(f, 'hex') }, d: { B: pack(payload) } };
}

export interface StoredEvent {
  event: TrackerEvent;
  /** The file that owns it. */
  f: string;
  /** Where that file's numbers lie. */
  row: RowPlace;
  /** When it expires, in seconds since 1970; undefined for never. */
  expires?: number;
}

export function readEventItem({ sk, attributes }: Item): StoredEvent {
  const mark = sk.indexOf('#');
  const [eventTime, eventID] = [sk.slice(0, mark), sk.slice(mark + 1)];
  const [[kind, home, name], flags, position, row, rest, ...values] = unpack(attributes['d']!.B!) as Payload;
  const named: Record<string, string> = {};
  FIELDS.forEach((field, index) => {
    const value = values[index];
    if (typeof value === 'string') named[field] = value;
  });
  const event = {
    id: encode(kind, home, name, eventTime, eventID),
    eventID,
    eventTime,
    userIdentity_userName: name,
    kind,
    home,
    proof: flags & CLAIMED ? 'claimed' : 'proven',
    readOnly: (flags & READ_ONLY) !== 0,
    outcome: outcomeOf(named['errorCode']),
    ...named,
    ...(rest === 0 ? {} : rest),
    position,
  } as unknown as TrackerEvent;
  const [day = '', hour = ''] = (row === 0 ? hourOf(eventTime) : row).split('T');
  return {
    event,
    f: Buffer.from(attributes['f']!.B!).toString('hex'),
    row: { day, hour: Number(hour) },
    ...(attributes['ttl']?.N !== undefined && { expires: Number(attributes['ttl'].N) }),
  };
}

/** YYYY-MM-DDTH: the hour without a leading zero. */
function hourOf(eventTime: string): string {
  return `${eventTime.slice(0, 11)}${Number(eventTime.slice(11, 13))}`;
}
