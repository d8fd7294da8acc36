import { isObject } from '../../backend/core/json.ts';

/** What an account is called, and who says so. */
export interface AccountName {
  /** Unlike that of any other account. As somebody has typed it: to be shown as text. */
  name: string;
  origin: NameOrigin;
}

export type NameOrigin = { from: 'setting' | 'config' } | ({ from: 'organizations' } & Loading);

/** When names were loaded, YYYY-MM-DDTHH:MM:SSZ, and the account that AWS Organizations was asked from. */
export interface Loading {
  time: string;
  by: string;
}

/** The names of an organization's accounts by their numbers, as they are kept. */
export interface OrganizationNames extends Loading {
  /** For example o-exampleorgid. */
  organization: string;
  names: Readonly<Record<string, string>>;
}

export interface NameSources {
  /** The setting: whatever somebody has written there. */
  setting: unknown;
  organizations: readonly OrganizationNames[];
  /** By the AWS config file. */
  config: ReadonlyMap<string, string>;
}

const ACCOUNT = /^\d{12}$/;
/** AWS Organizations takes names of 50 characters. */
const LONGEST = 64;
/** Digits at a number's end that tell two accounts of one name apart. */
const LAST_DIGITS = 4;

/** The names of all accounts by their numbers: the setting before AWS Organizations before the config file. */
export function accountNames({ setting, organizations, config }: NameSources): Map<string, AccountName> {
  const found = new Map<string, AccountName>();
  const add = (names: Iterable<[string, unknown]>, origin: NameOrigin) => {
    for (const [account, name] of names) {
      const usable = usableName(account, name);
      if (usable !== undefined) found.set(account, { name: usable, origin });
    }
  };
  add(config, { from: 'config' });
  for (const { names, time, by } of organizations) add(Object.entries(names), { from: 'organizations', time, by });
  if (isObject(setting)) add(Object.entries(setting), { from: 'setting' });
  return toldApart(found);
}

/** Nothing that could be taken for the number of another account. */
function usableName(account: string, name: unknown): string | undefined {
  if (typeof name !== 'string' || !ACCOUNT.test(account)) return undefined;
  const text = name.trim();
  if (text === '' || ACCOUNT.test(text)) return undefined;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Accounts that share a name have the end of their number behind it, all of it where the end is the same too. */
function toldApart(names: ReadonlyMap<string, AccountName>): Map<string, AccountName> {
  const withEnds = countBy([...names], ([account, { name }]) => withEnd(name, account));
  const alone = countBy([...names], ([, { name }]) => name);
  return new Map(
    [...names].map(([account, { name, origin }]) => {
      if (alone.get(name) === 1) return [account, { name, origin }];
      const short = withEnd(name, account);
      return [account, { name: withEnds.get(short) === 1 ? short : `${name} ${account}`, origin }];
    }),
  );
}

function withEnd(name: string, account: string): string {
  return `${name} …${account.slice(-LAST_DIGITS)}`;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
