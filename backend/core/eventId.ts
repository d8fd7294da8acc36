import { createHash } from 'node:crypto';
import { MAX_LENGTH, userOfEvent, USER_KINDS, type TrackerEvent, type UserKind } from './event.ts';
import type { EventKey } from './eventStore.ts';
import { MAX_DEPTH, type Json, type JsonObject } from './json.ts';
import { secondsOf, timeText } from './quarter.ts';
import { UserError } from './userError.ts';

/** The opaque id of an event: its key, so that any store finds it without an index of ids. */
export function encodeEventId(key: EventKey): string {
  return encode(key.user.kind, key.user.home, key.user.name, key.eventTime, key.eventID);
}

/** The same, of the key's parts. */
export function encode(kind: UserKind, home: string, name: string, eventTime: string, eventID: string): string {
  return Buffer.from(`${kind}\n${home}\n${name}\n${eventTime}\n${eventID}`).toString('base64url');
}

/** Throws a UserError (404) for what is no id of ours. */
export function decodeEventId(id: string): EventKey {
  const parts = Buffer.from(id, 'base64url').toString('utf8').split('\n');
  const [kind, home, name, eventTime, eventID] = parts;
  if (parts.length !== 5 || !isKind(kind) || !name || !eventTime || !eventID || !canBe(eventTime, eventID)) {
    throw new UserError('There is no event with this id.', { status: 404, parameter: 'id' });
  }
  return { user: { kind, home: home ?? '', name }, eventTime, eventID };
}

/** Whether an event can have such a time and ID: from outside may come what no store has a place for. */
export function canBe(eventTime: string, eventID: string): boolean {
  const seconds = secondsOf(eventTime);
  return eventID.length <= MAX_LENGTH && !Number.isNaN(seconds) && timeText(seconds) === eventTime;
}

export function keyOf(event: TrackerEvent): EventKey {
  return { user: userOfEvent(event), eventTime: event.eventTime, eventID: event.eventID };
}

/** The API's order of events: eventTime, eventID and user (kind, home, name), all descending, by bytes. */
export function compareKeys(a: EventKey, b: EventKey): number {
  return (
    compareBytes(b.eventTime, a.eventTime) ||
    compareBytes(b.eventID, a.eventID) ||
    compareBytes(b.user.kind, a.user.kind) ||
    compareBytes(b.user.home, a.user.home) ||
    compareBytes(b.user.name, a.user.name)
  );
}

/** Ascending order of the UTF-8 bytes, which is the order of both stores (and not that of JavaScript's strings). */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return ASCII.test(a) && ASCII.test(b) ? (a < b ? -1 : 1) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Stands in for a missing eventID: SHA-256 of the record as JSON with sorted keys, first 16 bytes, in hex. Throws a UserError for a
 * record that is nested as only a hostile one is.
 */
export function contentId(record: JsonObject): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(record)))
    .digest('hex')
    .slice(0, 32);
}

function sorted(value: Json | undefined, depth = 0): Json | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new UserError(`is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth + 1) ?? null);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key], depth + 1)]),
  );
}

function isKind(text: string | undefined): text is UserKind {
  return (USER_KINDS as readonly string[]).includes(text ?? '');
}

const ASCII = /^[\x00-\x7f]*$/;
