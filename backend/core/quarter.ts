import type { Period } from './eventStore.ts';

/** Seconds of a quarter of an hour, the grain of the activity counters: no zone in use today has a day that begins within one. */
export const QUARTER = 900;

/** Seconds since 1970 as events bear them: YYYY-MM-DDTHH:MM:SSZ. */
export function timeText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Does the same for many times of few days, at a third of the cost. */
export function createTimeText(): (seconds: number) => string {
  const days = new Map<number, string>();
  const two = (number: number) => (number < 10 ? `0${number}` : String(number));
  return (seconds) => {
    const day = Math.floor(seconds / 86_400);
    let date = days.get(day);
    if (date === undefined) days.set(day, (date = timeText(day * 86_400).slice(0, 11)));
    const rest = seconds - day * 86_400;
    return `${date}${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z`;
  };
}

/** The inverse: seconds since 1970 of an eventTime. */
export function secondsOf(eventTime: string): number {
  return Date.parse(eventTime) / 1000;
}

/** A period in whole seconds and quarters since 1970, from inclusive, to exclusive. */
export interface QuarterRange {
  from: number;
  to: number;
  fromQuarter: number;
  toQuarter: number;
}

export function quarterRange(period: Period): QuarterRange {
  const from = Math.max(0, Math.ceil(period.from / 1000));
  const to = Math.max(from, Math.ceil(period.to / 1000));
  return { from, to, fromQuarter: Math.floor(from / QUARTER), toQuarter: Math.ceil(to / QUARTER) };
}
