export const MINUTE = 60_000;
export const QUARTER = 15 * MINUTE;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A calendar in one time zone. Times are milliseconds since 1970 in UTC, days are counted since 1970-01-01. */
export interface Zone {
  /** What the zone's clocks are ahead of UTC at a time, in milliseconds. */
  offset(time: number): number;
  /** The day that a time falls on. */
  dayOf(time: number): number;
  /** When a day begins. */
  startOf(day: number): number;
}

export function createZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offset = (time: number) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(time)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  };
  const dayOf = (time: number) => Math.floor((time + offset(time)) / DAY);
  return {
    offset,
    dayOf,
    startOf(day) {
      // The offset is looked up twice: the first guess may lie on the other side of a clock change. Where clocks are
      // put forward at midnight there is no such time, and the guess is the first moment of the day.
      const guess = day * DAY - offset(day * DAY);
      const start = day * DAY - offset(guess);
      return dayOf(start) < day ? guess : start;
    },
  };
}

/** The day of a date as YYYY-MM-DD. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Months since the year 0. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function firstDayOfMonth(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
}
