import { createHash } from 'node:crypto';
import type { EventKey, LogFileFacts } from '../core/eventStore.ts';
import type { User } from '../core/event.ts';
import { baseName, readLogFileName } from '../core/logFile.ts';
import { timeText } from '../core/quarter.ts';

/**
 * The version of all that is derived into keys: how users are attributed, what identifies an event, how keys are written. A
 * change of any of it is a new version, and with it a new table, which a backfill fills beside the old one.
 */
export const KEY_VERSION = 1;

const PREFIX = `v${KEY_VERSION}#`;

/** Where an item lies. */
export interface Place {
  pk: string;
  sk: string;
}

/** All events of a user, by time. */
export function userPartition({ kind, home, name }: User): string {
  return `${PREFIX}user#${kind}#${part(home)}#${part(name)}`;
}

/** As the last part of a key an eventID needs no encoding, and so keeps the order of its bytes. It has 256 characters at most. */
export function eventSort(eventTime: string, eventID: string): string {
  return `${eventTime}#${eventID.toWellFormed()}`;
}

export function eventPlace({ user, eventTime, eventID }: EventKey): Place {
  return { pk: userPartition(user), sk: eventSort(eventTime, eventID) };
}

/** The bounds, both inclusive, of events from one second (inclusive) to another (exclusive): no event has a bare time for a key. */
export function eventRange(from: number, to: number): [string, string] {
  return [timeText(from), timeText(to)];
}

/** Rows of a day of UTC (YYYY-MM-DD), by hour. */
export function activityPartition(day: string): string {
  return `${PREFIX}activity#${day}`;
}

/** The row of a file and an hour (0 to 23); rows that would grow too large have several parts. */
export function rowSort(hour: number, file: string, partNumber: number): string {
  return `${twoDigits(hour)}#${file}#${partNumber}`;
}

/** The bounds, both inclusive, of the rows of some hours, the last of which is exclusive. */
export function rowRange(fromHour: number, toHour: number): [string, string] {
  return [twoDigits(fromHour), twoDigits(toHour)];
}

/** The files of a day that handed over no event, by hour. */
export function filesPartition(day: string): string {
  return `${PREFIX}files#${day}`;
}

/** Those of them whose names do not tell when they were delivered: few, and read all together. */
export const OTHER_FILES = `${PREFIX}files#other`;

export function fileSort(hour: number, file: string): string {
  return `${twoDigits(hour)}#${file}`;
}

/** Summaries of a month (YYYY-MM), of its days and of their hours, and the tokens that tell whether they hold. */
export function summaryPartition(month: string): string {
  return `${PREFIX}summary#${month}`;
}

export type CatalogueKind = 'users' | 'services' | 'accounts' | 'regions' | 'eventNames' | 'days' | 'settings';

export function cataloguePartition(kind: CatalogueKind): string {
  return `${PREFIX}catalogue#${kind}`;
}

/** The name comes first, so that all users of a name lie together. */
export function userSort({ kind, home, name }: User, account: string): string {
  return `${part(name)}#${kind}#${part(home)}#${part(account)}`;
}

export function nameSort(name: string): string {
  return part(name);
}

/** Drop settings, which may be an empty text. */
export function settingsSort(settings: string): string {
  return createHash('sha256').update(settings).digest('hex').slice(0, 16);
}

/** Files that something is to be said about: rejected, or begun and not settled. */
export function problemPlace(name: string): Place {
  return { pk: `${PREFIX}problems`, sk: part(name) };
}

export const PROBLEMS = `${PREFIX}problems`;

/**
 * What tells one file from another, as 16 hexadecimal digits: a copy of a log file, from wherever it is read, is the same file,
 * and the same file under other drop settings is another, because it stores other events.
 */
export function fileIdentity(
  { name, size, contentHash }: Pick<LogFileFacts, 'name' | 'size' | 'contentHash'>,
  settings: string,
): string {
  const base = baseName(name);
  const content = readLogFileName(base).kind === 'log' ? '' : (contentHash ?? name);
  return createHash('sha256')
    .update(JSON.stringify([KEY_VERSION, base, size, content, settings]))
    .digest('hex')
    .slice(0, 16);
}

/** Log content is hostile: a part of a key is encoded, so that it ends where it ends, and a long one is replaced by its hash. */
function part(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed());
  if (encoded.length <= MAX_PART) return encoded;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${encoded.slice(0, 40).replace(/%.?$/, '')}~~${hash}`;
}

/** Bytes. */
const MAX_PART = 200;

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
