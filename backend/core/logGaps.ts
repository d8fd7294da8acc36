import type { LoggedHours, Period } from './eventStore.ts';
import { timeText } from './quarter.ts';

/** Milliseconds. */
const HOUR = 3_600_000;
/** CloudTrail delivers most log files within 5 minutes of the call, and nearly all within 15: an hour is not judged before. */
const DELIVERY = 15 * 60_000;

/** The hours of a period of which no log file tells. All times are starts of hours of UTC, YYYY-MM-DDTHH:00:00Z. */
export interface LogGaps {
  /**
   * The hours looked at, from inclusive, to exclusive: those that lie in the period, if only in part, have been over for 15 minutes,
   * and are still known where events expire.
   */
  from: string;
  to: string;
  hours: number;
  /** How many of them no log file tells of. */
  without: number;
  /** Which these are, oldest first, neighbours together; the end of each is exclusive. */
  gaps: LogGap[];
}

export interface LogGap {
  from: string;
  to: string;
  hours: number;
}

/** The whole hours of a period that can be judged at a moment (milliseconds since 1970); from = to where there are none. */
export function hoursToJudge(period: Period, now: number): Period {
  const from = Math.floor(period.from / HOUR) * HOUR;
  const over = Math.floor((now - DELIVERY) / HOUR) * HOUR;
  return { from, to: Math.max(from, Math.min(Math.ceil(period.to / HOUR) * HOUR, over)) };
}

/** What is missing among the hours asked for, both of whose ends are whole hours. */
export function logGaps(asked: Period, { since, hours }: LoggedHours): LogGaps {
  const from = Math.max(asked.from, Math.ceil(since / HOUR) * HOUR);
  const to = Math.max(from, asked.to);
  const gaps: LogGap[] = [];
  let expected = from;
  for (const hour of [...hours.filter((hour) => hour >= from && hour < to), to]) {
    if (hour > expected) gaps.push({ from: textOf(expected), to: textOf(hour), hours: (hour - expected) / HOUR });
    expected = hour + HOUR;
  }
  const without = gaps.reduce((sum, gap) => sum + gap.hours, 0);
  return { from: textOf(from), to: textOf(to), hours: (to - from) / HOUR, without, gaps };
}

function textOf(time: number): string {
  return timeText(time / 1000);
}
