const DAY = 86_400;

/** A zone's days. Times are seconds since 1970, UTC. */
export interface TimeZone {
  /** Seconds to add to UTC. */
  offsetAt(time: number): number;
  /** The date there: YYYY-MM-DD. */
  dayOf(time: number): string;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false; // That it throws is the answer.
  }
}

/**
 * A zone by its IANA name; throws a RangeError for any other. Intl is asked once per day (1.5 µs), and by bisection where the
 * offset changes within a day; the answers are kept as long as the object.
 */
export function createTimeZone(name: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  const starts = new Map<number, number>();
  const changes = new Map<number, number>();

  function offsetAtStart(day: number): number {
    let offset = starts.get(day);
    if (offset === undefined) starts.set(day, (offset = offsetIn(format.format(day * DAY * 1000))));
    return offset;
  }

  /** When the offset changes within a day of UTC. No zone has ever changed it twice. */
  function changeWithin(day: number): number {
    let change = changes.get(day);
    if (change === undefined) {
      const before = offsetAtStart(day);
      let low = day * DAY;
      change = low + DAY;
      while (change - low > 1) {
        const middle = Math.floor((low + change) / 2);
        if (offsetIn(format.format(middle * 1000)) === before) low = middle;
        else change = middle;
      }
      changes.set(day, change);
    }
    return change;
  }

  function offsetAt(time: number): number {
    const day = Math.floor(time / DAY);
    const before = offsetAtStart(day);
    const after = offsetAtStart(day + 1);
    return before === after || time < changeWithin(day) ? before : after;
  }

  return { offsetAt, dayOf: (time) => new Date((time + offsetAt(time)) * 1000).toISOString().slice(0, 10) };
}

/**
 * When a date begins in a zone, in milliseconds since 1970; `date` is its midnight in UTC. Where clocks skip midnight (or,
 * as Samoa did in 2011, the whole day) it begins with the skip; where midnight comes twice, with the first.
 */
export function startOfDay(date: number, tz: string): number {
  const zone = createTimeZone(tz);
  const midnight = Math.floor(date / 1000);
  const candidates = [midnight - zone.offsetAt(midnight - DAY), midnight - zone.offsetAt(midnight + DAY)];
  let [low, high] = [Math.min(...candidates), Math.max(...candidates)];
  for (const time of [low, high]) if (time + zone.offsetAt(time) === midnight) return time * 1000;
  // Skipped: the change of the offset lies between the two.
  low--;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + zone.offsetAt(middle) < midnight) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** Reads "1/1/2024, GMT+05:45" (or GMT, or GMT-00:44:30). */
function offsetIn(text: string): number {
  const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(text) ?? [];
  return (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * (sign === '-' ? -1 : 1);
}
