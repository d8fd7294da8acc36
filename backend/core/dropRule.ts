import type { TrackerEvent } from './event.ts';
import { isObject } from './json.ts';
import { UserError } from './userError.ts';

/** What a tracker does not store. A local index stores everything, unless told otherwise. */
export interface DropSettings {
  /** Drops what only reads and succeeded. */
  readOnly: boolean;
  /** Event names that neither `readOnly` nor `prefixes` drop: a name, or its beginning followed by a star. */
  keep: string[];
  /** Drops the successful deliveries of log files: half of the events of a trail that logs its own bucket. */
  logDeliveries: boolean;
  /** Drops the events whose names, in lower case, begin like this, whatever came of them. */
  prefixes: string[];
}

export const KEEP_ALL: DropSettings = { readOnly: false, keep: [], logDeliveries: false, prefixes: [] };

/** Reads that tell who became whom and who saw which secret are kept, and so is every call that was refused. */
export const DEFAULT_DROP: DropSettings = {
  readOnly: true,
  keep: ['AssumeRole*', 'GetSessionToken', 'GetFederationToken', 'GetSecretValue', 'GetParameter*', 'GetPasswordData'],
  logDeliveries: true,
  prefixes: [],
};

/** The predecessor's list: refused calls and secrets that were read go too. */
export const PREDECESSOR_PREFIXES: readonly string[] = [
  'get',
  'describe',
  'list',
  'info',
  'decrypt',
  'checkmfa',
  'head',
];

const NAMED: Readonly<Record<string, DropSettings>> = {
  default: DEFAULT_DROP,
  none: KEEP_ALL,
  predecessor: { ...KEEP_ALL, prefixes: [...PREDECESSOR_PREFIXES] },
};

/** Who delivers log files into buckets: trails, and everything that uses CloudWatch's delivery (flow logs and others). */
const DELIVERERS: ReadonlySet<string> = new Set(['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com']);

/** The name of the rule that drops an event: 'logDelivery', 'readOnly' or 'prefix'; undefined for one that is stored. */
export function dropRule(settings: DropSettings): (event: TrackerEvent) => string | undefined {
  const { readOnly, logDeliveries, prefixes } = settings;
  const keptNames = new Set(settings.keep.filter((name) => !name.endsWith('*')));
  const keptPrefixes = settings.keep.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  const isKept = (name: string) => keptNames.has(name) || keptPrefixes.some((prefix) => name.startsWith(prefix));

  return (event) => {
    if (logDeliveries && isLogDelivery(event)) return 'logDelivery';
    if (readOnly && event.readOnly && event.outcome === 'ok' && !isKept(event.eventName)) return 'readOnly';
    if (prefixes.length > 0) {
      const name = event.eventName.toLowerCase();
      if (prefixes.some((prefix) => name.startsWith(prefix)) && !isKept(event.eventName)) return 'prefix';
    }
    return undefined;
  };
}

function isLogDelivery({ eventName, outcome, kind, userIdentity_userName }: TrackerEvent): boolean {
  return eventName === 'PutObject' && outcome === 'ok' && kind === 'service' && DELIVERERS.has(userIdentity_userName);
}

/** Settings as they are written in a parameter or an option: `default`, `none`, `predecessor`, or JSON. Throws UserErrors. */
export function parseDropSettings(text: string): DropSettings {
  const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  if (named) return named;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`The drop settings are ${Object.keys(NAMED).join(', ')}, or JSON.`, { cause });
  }
  return readDropSettings(json);
}

/** What is left out is as in DEFAULT_DROP. Throws a UserError that names what is wrong. */
export function readDropSettings(json: unknown): DropSettings {
  if (!isObject(json)) throw new UserError('The drop settings are no JSON object.');
  const unknown = Object.keys(json).find((name) => !Object.hasOwn(DEFAULT_DROP, name));
  if (unknown !== undefined) {
    const known = Object.keys(DEFAULT_DROP).join(', ');
    throw new UserError(`The drop settings have no ${JSON.stringify(unknown)}. Known are: ${known}.`);
  }
  const { readOnly, keep, logDeliveries, prefixes } = { ...DEFAULT_DROP, ...json };
  return {
    readOnly: flag('readOnly', readOnly),
    keep: names('keep', keep, /^[^*\s]+\*?$/, 'event names, of which the last character may be a star'),
    logDeliveries: flag('logDeliveries', logDeliveries),
    prefixes: names('prefixes', prefixes, /^[^*\sA-Z]+$/, 'beginnings of event names, in lower case, without a star'),
  };
}

/** The same text for the same settings, in whatever order they were written: part of what identifies a file that was read. */
export function dropSettingsText({ readOnly, keep, logDeliveries, prefixes }: DropSettings): string {
  const sorted = (list: string[]) => [...new Set(list)].sort();
  return JSON.stringify({ readOnly, keep: sorted(keep), logDeliveries, prefixes: sorted(prefixes) });
}

function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new UserError(`The drop setting ${name} is true or false.`);
  return value;
}

function names(name: string, value: unknown, form: RegExp, what: string): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' && form.test(item)))
    throw new UserError(`The drop setting ${name} is a list of ${what}.`);
  return value as string[];
}
