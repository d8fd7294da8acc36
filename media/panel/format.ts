import type { Step } from './buckets.ts';
import type { TickForm } from './scale.ts';
import { DAY } from './zone.ts';

/** Numbers and times as the viewer writes them. Times are milliseconds since 1970. */
export interface Format {
  number(value: number): string;
  /** Short, for axes and legends: 28.1K. */
  compact(value: number): string;
  /** A share of one: 14.2%. */
  percent(value: number): string;
  /** Whole percent: 100% only where nothing is left. */
  share(part: number, whole: number): string;
  /** Capacity units: halves are shown. */
  units(value: number): string;
  /** Dollars, however few: $0.0000017. */
  dollars(value: number): string;
  /** How long ago; of what is over 30 days old, the day. */
  ago(time: number, now: number): string;
  /** YYYY-MM-DD HH:MM:SS: sorts, aligns, and is read the same everywhere. */
  stamp(time: number): string;
  /** A label of the time axis. */
  tick(time: number, form: TickForm): string;
  /** A bucket of the chart. */
  bucket(start: number, end: number, step: Step): string;
  /** A day of the year in which it need not be said which year: Mon, Nov 16. */
  dayOfYear(time: number): string;
  /** 0 is Monday. */
  weekday(day: number): string;
  /** From the first day to the last, in a few words; the end is exclusive. */
  period(from: number, to: number): string;
}

/** Some locales leave the separator out of four digits, which makes columns ragged. */
const GROUPED = { useGrouping: 'always' } as const;
const COMPACT_FROM = 10_000;

const MINUTE = 60_000;
const AGO: readonly [unit: Intl.RelativeTimeFormatUnit, length: number][] = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
];
const LONGEST_AGO = 30 * 24 * 60 * MINUTE;

export function createFormat(locale: string, timeZone: string): Format {
  const number = new Intl.NumberFormat(locale, GROUPED);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const whole = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const units = new Intl.NumberFormat(locale, { ...GROUPED, maximumFractionDigits: 1 });
  const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
  const relative = new Intl.RelativeTimeFormat(locale);
  const dates = (options: Intl.DateTimeFormatOptions, language = locale) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  // Swedish writes ISO dates.
  const stamp = dates({ dateStyle: 'short', timeStyle: 'medium' }, 'sv-SE');
  const ticks: Record<TickForm, Intl.DateTimeFormat> = {
    time: dates(clock),
    day: dates({ day: 'numeric', month: 'short' }),
    month: dates({ month: 'short' }),
    year: dates({ year: 'numeric' }),
  };
  const moment = dates({ weekday: 'short', day: 'numeric', month: 'short', ...clock });
  const day = dates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const days = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const month = dates({ month: 'long', year: 'numeric' });
  const dayOfYear = dates({ weekday: 'short', day: 'numeric', month: 'short' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const dayAndTime = dates({ day: 'numeric', month: 'short', year: 'numeric', ...clock });

  return {
    number: (value) => number.format(value),
    compact: (value) => (value < COMPACT_FROM ? number : compact).format(value),
    percent: (value) => percent.format(value),
    share: (part, of) => whole.format(Math.floor((part / Math.max(1, of)) * 100) / 100),
    units: (value) => units.format(value),
    dollars: (value) => dollars.format(value),
    ago(time, now) {
      // Clocks differ a little.
      const since = Math.max(0, now - time);
      if (since > LONGEST_AGO) return days.format(time);
      const [unit, length] = AGO.find(([, length]) => since >= length) ?? ['minute', MINUTE];
      return relative.format(-Math.floor(since / length), unit);
    },
    stamp: (time) => stamp.format(time),
    tick: (time, form) => ticks[form].format(time),
    bucket(start, end, step) {
      if (step === 'day') return day.format(start);
      if (step === 'week') return days.formatRange(start, end - 1);
      if (step === 'month') return month.format(start);
      return `${moment.format(start)} – ${ticks.time.format(end)}`;
    },
    dayOfYear: (time) => dayOfYear.format(time),
    // 1970-01-05 was a Monday.
    weekday: (index) => weekday.format((4 + index) * DAY),
    period(from, to) {
      const midnight = (time: number) => /^(24|00):00$/.test(clockOf(ticks.time, time));
      const whole = midnight(from) && midnight(to);
      return whole ? days.formatRange(from, to - 1) : dayAndTime.formatRange(from, to);
    },
  };
}

/** A time as the API takes it: YYYY-MM-DDTHH:MM:SSZ. */
export function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function clockOf(format: Intl.DateTimeFormat, time: number): string {
  const part = (wanted: string) => format.formatToParts(time).find(({ type }) => type === wanted)?.value ?? '';
  return `${part('hour')}:${part('minute')}`;
}
