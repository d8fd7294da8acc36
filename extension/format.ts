import { visibleText } from '../backend/core/visibleText.ts';
import type { AccountName } from './accounts/accountNames.ts';

/** The part of vscode.l10n that texts are made with, so that what makes them runs in plain Node too. */
export interface L10n {
  t(message: string, ...args: (string | number | boolean)[]): string;
}

/** Numbers and times as the viewer reads them. Times are handed in as YYYY-MM-DDTHH:MM:SSZ or as milliseconds since 1970. */
export interface Format {
  readonly l10n: L10n;
  /** IANA name of the viewer's zone. */
  readonly timeZone: string;
  number: (value: number) => string;
  /** Never 100 % where something is left, never 0 % where something is there. */
  percent: (part: number, whole: number) => string;
  bytes: (value: number) => string;
  /** How long ago, up to 30 days; the date before that, because "8 years ago" tells nothing in old logs. */
  ago: (time: string, now: number) => string;
  date: (time: string | number) => string;
  /** From a day to a day; one day where both are the same. */
  dates: (from: number, to: number) => string;
  /** From a time to a time, to the minute. */
  times: (from: number, to: number) => string;
  /** Date and time to the minute, with the zone. */
  moment: (time: string | number) => string;
  events: (count: number) => string;
  users: (count: number) => string;
  files: (count: number) => string;
  /** What an account is called, where that is known, else its number, or whatever else a user lives in: as text to show. */
  account: (account: string) => string;
  /** The name with the number behind it: for tooltips, lists and wherever something is decided by it. */
  accountInFull: (account: string) => string;
  /** Who says what an account is called, in a sentence; empty where nobody does. */
  accountOrigin: (account: string) => string;
}

/** The name of an account by its number; undefined where none is known, and while names are hidden. */
export type AccountLookup = (account: string) => AccountName | undefined;

const SECONDS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const LONGEST_AGO = 30 * 86_400;

/** `locale` is a BCP 47 tag, `timeZone` an IANA name. */
export function createFormat(
  l10n: L10n,
  locale: string,
  timeZone: string,
  nameOf: AccountLookup = () => undefined,
): Format {
  const numbers = new Intl.NumberFormat(locale, { useGrouping: 'always' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const sizes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'narrow' });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const toTheMinute = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  const times = new Intl.DateTimeFormat(locale, { ...toTheMinute, timeZone });
  const moments = new Intl.DateTimeFormat(locale, { ...toTheMinute, timeZone, timeZoneName: 'short' });
  const number = (value: number) => numbers.format(value);
  const moment = (time: string | number) => moments.format(millis(time));
  const millis = (time: string | number) => (typeof time === 'string' ? Date.parse(time) : time);

  return {
    l10n,
    timeZone,
    number,
    percent(part, whole) {
      if (part === 0 || part === whole) return percents.format(part === 0 ? 0 : 1);
      return percents.format(Math.min(0.99, Math.max(0.01, part / whole)));
    },
    bytes: (value) => (value < 1e6 ? `${sizes.format(value / 1e3)} kB` : `${sizes.format(value / 1e6)} MB`),
    ago(time, now) {
      const seconds = Math.max(0, now - millis(time)) / 1000;
      if (seconds >= LONGEST_AGO) return dates.format(millis(time));
      const [unit, length] = SECONDS.find(([, least]) => seconds >= least) ?? ['minute', 60];
      return seconds < 60 ? l10n.t('just now') : relative.format(-Math.floor(seconds / length), unit);
    },
    date: (time) => dates.format(millis(time)),
    dates: (from, to) => dates.formatRange(from, to),
    times: (from, to) => times.formatRange(from, to),
    moment,
    events: (count) => (count === 1 ? l10n.t('1 event') : l10n.t('{0} events', number(count))),
    users: (count) => (count === 1 ? l10n.t('1 user') : l10n.t('{0} users', number(count))),
    files: (count) => (count === 1 ? l10n.t('1 file') : l10n.t('{0} files', number(count))),
    account: (account) => visibleText(nameOf(account)?.name ?? account),
    accountInFull(account) {
      const name = nameOf(account)?.name;
      return visibleText(name === undefined ? account : `${name} (${account})`);
    },
    accountOrigin(account) {
      const origin = nameOf(account)?.origin;
      switch (origin?.from) {
        case undefined:
          return '';
        case 'setting':
          return l10n.t('The account is called so in the settings.');
        case 'config':
          return l10n.t('The account is called so by a profile of the AWS config file.');
        case 'organizations':
          return l10n.t('The account is called so in AWS Organizations, as of {0}.', moment(origin.time));
      }
    },
  };
}

/** Quick picks and the status bar draw `$(name)` as an icon; names come from log files and folders and are to stay text. */
export function withoutIcons(text: string): string {
  return visibleText(text).replaceAll('$(', '\\$(');
}

/** Notifications make links of `[text](command:…)`; names come from log files and editors and are to stay text. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
