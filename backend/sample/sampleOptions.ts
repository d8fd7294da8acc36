export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the sample is a function of: the same options give the same log files. */
export interface SampleOptions {
  /** Nothing in the sample happens, and no file is delivered, later than this. */
  end: Date;
  /** Default 30; 14 for an organization, which fills many more folders a day. */
  days?: number;
  /** Students of the class (default 120), or people of the organization (default 150). */
  users?: number;
  /** Default 1. */
  seed?: number;
  /** An organization trail of 40 accounts instead of a class in one account. */
  organization?: boolean;
  /**
   * Distinct events, exactly, unless that is fewer than the labs and the roles need by themselves.
   * Default: for a class 10 per user and day and 33 per user besides, for an organization 2,000 per day.
   */
  events?: number;
  /** Cuts log files at this number of records. Without it they are cut by time, as a trail does. */
  recordsPerFile?: number;
}

/** Options with their defaults filled in; times are milliseconds since 1970. */
export interface SampleSettings {
  start: number;
  end: number;
  /** No event happens after it, so that the last one is delivered before the end. */
  horizon: number;
  days: number;
  users: number;
  seed: number;
  organization: boolean;
  events: number;
  recordsPerFile: number | undefined;
}

/** CloudTrail delivers within about ten minutes. */
export const LONGEST_DELAY = 10 * MINUTE;

export function sampleSettings(options: SampleOptions): SampleSettings {
  const { organization = false, seed = 1, recordsPerFile } = options;
  const days = options.days ?? (organization ? 14 : 30);
  const users = options.users ?? (organization ? 150 : 120);
  const events = options.events ?? (organization ? 2000 * days : users * (10 * days + 33));
  const end = options.end.getTime();
  const start = end - days * DAY;
  return { start, end, horizon: end - LONGEST_DELAY, days, users, seed, organization, events, recordsPerFile };
}
