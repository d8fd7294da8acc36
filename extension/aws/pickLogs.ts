import * as vscode from 'vscode';
import type { LogPrefix } from '../../backend/aws/bucketPrefixes.ts';
import { withoutIcons, type Format } from '../format.ts';
import { inputStep, pickManyStep, pickStep } from './steps.ts';

/** Days in UTC, YYYY-MM-DD, both included; without `to`, up to the present. */
export interface Days {
  from: string;
  to?: string;
}

export interface LogChoice extends Days {
  prefixes: LogPrefix[];
}

/** What the log files are wanted for. */
export interface LogWording {
  placeholder: string;
  /** Asks for the last day, which may be left out. */
  lastDay: string;
}

function copying(): LogWording {
  return {
    placeholder: vscode.l10n.t('The log files to copy to this computer'),
    lastDay: vscode.l10n.t('The last day, in UTC. Leave it empty to go on with each new day.'),
  };
}

const DAY = 86_400_000;

/** Which of a bucket's log files are wanted: one choice for most, three more for others. `account` is what accounts are called. Undefined when the user gives up. */
export async function pickLogs(
  title: string,
  found: readonly LogPrefix[],
  now: number,
  account: Format['accountInFull'],
  wording: LogWording = copying(),
): Promise<LogChoice | undefined> {
  const accounts = unique(found.map(({ account }) => account));
  const regions = unique(found.map(({ region }) => region));
  const all = vscode.l10n.t('Accounts: {0}, regions: {1}', accounts.length, regions.length);
  const picked = await pickStep({ title, placeholder: wording.placeholder }, [
    { label: vscode.l10n.t('The Last {0} Days', 7), description: all, days: 7 },
    { label: vscode.l10n.t('The Last {0} Days', 30), description: all, days: 30 },
    {
      label: vscode.l10n.t('Choose Accounts, Regions and Days…'),
      description: '',
      days: undefined,
    },
  ]);
  if (typeof picked !== 'object') return undefined;
  if (picked.value.days !== undefined) return { prefixes: [...found], from: dayOf(now, 1 - picked.value.days) };
  const chosenAccounts = await pickMany(title, vscode.l10n.t('The accounts'), accounts, account);
  const chosenRegions = chosenAccounts && (await pickMany(title, vscode.l10n.t('The regions'), regions));
  if (!chosenRegions) return undefined;
  const prefixes = found.filter(
    ({ account, region }) => chosenAccounts.includes(account) && chosenRegions.includes(region),
  );
  const days = await askDays(title, now, wording.lastDay);
  return days && { prefixes, ...days };
}

/** Milliseconds since 1970 and days from there, as YYYY-MM-DD. */
export function dayOf(time: number, days = 0): string {
  return new Date(time + days * DAY).toISOString().slice(0, 10);
}

async function pickMany(
  title: string,
  placeholder: string,
  names: string[],
  labelOf: (name: string) => string = String,
): Promise<string[] | undefined> {
  if (names.length < 2) return names;
  const picked = await pickManyStep(
    { title, placeholder },
    names.map((name) => ({ label: withoutIcons(labelOf(name)), name, picked: true })),
  );
  return typeof picked === 'object' ? picked.value.map(({ name }) => name) : undefined;
}

/** Asks for the first and the last day. Undefined when the user gives up. */
export async function askDays(title: string, now: number, lastDay: string): Promise<Days | undefined> {
  const from = await inputStep({
    title,
    prompt: vscode.l10n.t('The first day, in UTC, for example {0}', '2026-02-28'),
    value: dayOf(now, -6),
    problem: (text) => (isDay(text) ? undefined : vscode.l10n.t('Type a day as YYYY-MM-DD.')),
  });
  if (typeof from !== 'object') return undefined;
  const to = await inputStep({
    title,
    prompt: lastDay,
    problem: (text) => {
      if (text === '' || (isDay(text) && text >= from.value)) return undefined;
      return vscode.l10n.t('Type a day as YYYY-MM-DD, not before {0}, or nothing.', from.value);
    },
  });
  if (typeof to !== 'object') return undefined;
  return { from: from.value, ...(to.value !== '' && { to: to.value }) };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  // CloudTrail is younger than 2013; and 31 February is another day.
  return !Number.isNaN(time) && dayOf(time) === text && text >= '2013-01-01';
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
