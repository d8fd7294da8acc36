import { createHash } from 'node:crypto';
import { USER_KINDS, type UserKind } from './event.ts';
import { canBe } from './eventId.ts';
import type { EventKey, Period } from './eventStore.ts';
import type { EventFilter } from './filter.ts';
import { EARLIEST, LATEST } from './period.ts';
import type { PeriodRequest } from './trackerApi.ts';
import { UserError } from './userError.ts';

/** What a cursor stands for: the period of the first page, in which all pages stay, and the last event of the page before. */
export interface Cursor {
  period: Period;
  after: EventKey;
}

/** What must be the same on all pages of one question. The limit may change from page to page. */
export interface PagedQuestion extends PeriodRequest {
  filter: EventFilter;
}

export function encodeCursor({ period, after }: Cursor, question: PagedQuestion): string {
  const { user, eventTime, eventID } = after;
  return Buffer.from(
    JSON.stringify([
      fingerprint(question),
      period.from,
      period.to,
      user.kind,
      user.home,
      user.name,
      eventTime,
      eventID,
    ]),
  ).toString('base64url');
}

/** Throws a UserError (400) for what is no cursor, and for the cursor of another question. */
export function decodeCursor(text: string, question: PagedQuestion): Cursor {
  const parts = readParts(text);
  if (!parts)
    throw new UserError('This is not a cursor. Follow the Link header of the page before.', { parameter: 'cursor' });
  const [owner, from, to, kind, home, name, eventTime, eventID] = parts;
  if (owner !== fingerprint(question)) {
    throw new UserError(
      'This cursor belongs to another query. Everything but the limit must stay the same from page to page.',
      {
        parameter: 'cursor',
      },
    );
  }
  return { period: { from, to }, after: { user: { kind, home, name }, eventTime, eventID } };
}

type Parts = [
  owner: string,
  from: number,
  to: number,
  kind: UserKind,
  home: string,
  name: string,
  eventTime: string,
  eventID: string,
];

function readParts(text: string): Parts | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Not JSON, so not one of ours: the caller says so.
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 8) return undefined;
  const [owner, from, to, kind, home, name, eventTime, eventID] = parts as unknown[];
  const isOurs =
    typeof owner === 'string' &&
    isTime(from) &&
    isTime(to) &&
    (USER_KINDS as readonly unknown[]).includes(kind) &&
    typeof home === 'string' &&
    typeof name === 'string' &&
    typeof eventTime === 'string' &&
    typeof eventID === 'string' &&
    canBe(eventTime, eventID);
  return isOurs ? (parts as Parts) : undefined;
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= EARLIEST && (value as number) <= LATEST;
}

/** Tells questions apart, however the same one is spelled: names and values in any order. */
function fingerprint({ filter, from, to, tz }: PagedQuestion): string {
  const conditions = Object.entries(filter).map(([field, condition]) => [
    field,
    [condition?.in, condition?.prefix, condition?.not].map((values) =>
      values === undefined ? null : [values].flat().sort(),
    ),
  ]);
  conditions.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([conditions, from ?? null, to ?? null, tz ?? null]))
    .digest('base64url')
    .slice(0, 12);
}
