/** Seconds of a quarter of an hour, the grain of the activity counters: no zone in use today has a day that begins within one. */
export const QUARTER = 900;

/** Seconds since 1970 as events bear them: YYYY-MM-DDTHH:MM:SSZ. */
export function timeText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** The inverse: seconds since 1970 of an eventTime. */
export function secondsOf(eventTime: string): number {
  return Date.parse(eventTime) / 1000;
}
