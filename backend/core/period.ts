import type { Period } from './eventStore.ts';
import { isTimeZone, startOfDay } from './timeZone.ts';
import type { PeriodRequest } from './trackerApi.ts';
import { UserError } from './userError.ts';

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 7;

/** Stores may compare times as text, which works for years of four digits. */
export const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
export const LATEST = Date.parse('9999-12-31T23:59:59Z');

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** The sign of an offset may be a space: that is what an unescaped + of a query string arrives as. */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|([+\- ])(\d{2})(?::?(\d{2}))?)?$/i;

/**
 * The period that a request means, `now` (milliseconds since 1970) being the moment it is asked.
 *
 * From inclusive, to exclusive. A date is a day in the zone `tz`, and a date in `to` includes its day; a date-time without an
 * offset is UTC. Neither given: the last 7 days; only `from`: until now; only `to`: the 7 days before it, its own day among them.
 * Throws a UserError (400) that names the parameter.
 */
export function periodOf(request: PeriodRequest, now: number): Period {
  const tz = request.tz ?? 'UTC';
  // Intl takes offsets too, which are no zone: they have no summer time.
  if (!/^[a-z]/i.test(tz) || !isTimeZone(tz)) {
    throw new UserError(`${quote(tz)} is not a time zone. An IANA name is expected, for example Europe/Madrid.`, {
      parameter: 'tz',
    });
  }
  const to = endOf(request.to, tz, now);
  const from = request.from === undefined ? to.sevenDaysBefore : startOf(request.from, tz);
  if (from > to.begin && from >= to.at) {
    const end = request.to === undefined ? 'now' : `to (${request.to})`;
    throw new UserError(`from (${request.from}) lies after ${end}.`, { parameter: 'from' });
  }
  return { from: clamp(from), to: clamp(to.at) };
}

function startOf(text: string, tz: string): number {
  const date = readDate(text);
  return date === undefined ? readDateTime(text, 'from') : startOfDay(date, tz);
}

interface End {
  /** The first moment that is no longer in the period. */
  at: number;
  /** Where the day begins that `to` names; of a time, the time. */
  begin: number;
  /** Where the period begins if `from` is not given. */
  sevenDaysBefore: number;
}

function endOf(text: string | undefined, tz: string, now: number): End {
  const date = text === undefined ? undefined : readDate(text);
  if (date === undefined) {
    const at = text === undefined ? now : readDateTime(text, 'to');
    return { at, begin: at, sevenDaysBefore: at - DEFAULT_DAYS * DAY };
  }
  const sevenDaysBefore = startOfDay(date + DAY - DEFAULT_DAYS * DAY, tz);
  return { at: startOfDay(date + DAY, tz), begin: startOfDay(date, tz), sevenDaysBefore };
}

/** The date as milliseconds of its midnight in UTC; undefined for what does not look like a date or is none (30 February). */
function readDate(text: string): number | undefined {
  if (!DATE.test(text)) return undefined;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  // JavaScript reads 30 February as 2 March.
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text) ? midnight : undefined;
}

function readDateTime(text: string, parameter: 'from' | 'to'): number {
  const [, date = '', hour, minute, second = '0', fraction = '', , sign, offsetHour = '0', offsetMinute = '0'] =
    DATE_TIME.exec(text) ?? [];
  const midnight = readDate(date);
  const inRange =
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60 &&
    Number(offsetHour) < 24 &&
    Number(offsetMinute) < 60;
  if (midnight === undefined || !inRange) {
    throw new UserError(
      `${parameter} cannot be read: ${quote(text)}. Expected is a date (2017-06-06) or a date and time (2017-06-06T10:00:00Z, 2017-06-06T10:00:00+02:00).`,
      { parameter },
    );
  }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -1 : 1);
  // Rounded up, because what is finer than a millisecond excludes the millisecond that it lies in from a `from` and includes it in a `to`.
  const milliseconds = Math.ceil(Number(`${fraction.slice(0, 3).padEnd(3, '0')}.${fraction.slice(3)}`));
  return midnight + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000 + milliseconds;
}

function clamp(time: number): number {
  return Math.min(Math.max(time, EARLIEST), LATEST);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
