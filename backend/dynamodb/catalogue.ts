import { compareBytes } from '../core/eventId.ts';
import { userOfEvent, type TrackerEvent, type User, type UserKind } from '../core/event.ts';
import type { Catalogue, CatalogueUser } from '../core/eventStore.ts';
import { serviceOf } from '../core/service.ts';
import { inParallel } from './inParallel.ts';
import { cataloguePartition, nameSort, settingsSort, userSort, type CatalogueKind, type Place } from './keys.ts';
import { readAll, type Item, type Table } from './table.ts';

/** Puts at once. */
const PARALLEL = 16;

const KINDS: readonly CatalogueKind[] = ['users', 'services', 'accounts', 'regions', 'eventNames', 'days', 'settings'];

/** A user in an account. */
type UserEntry = [kind: UserKind, home: string, name: string, account: string];

/** Writes what was never seen before: an item each, put once. */
export interface CatalogueWriter {
  /**
   * The users of events, and the drop settings that left them, to be called before these are stored: nothing else tells where
   * events lie that have no row yet, and which of their files' identities owns them.
   */
  announce(events: Iterable<TrackerEvent>, settings: string): Promise<void>;
  /** All that stored events tell. `days` (YYYY-MM-DD) are those that rows or files lie in. */
  add(events: Iterable<TrackerEvent>, days: Iterable<string>): Promise<void>;
}

/** Takes what is to be there. */
type Want = (kind: CatalogueKind, sk: string, value: unknown, attributes?: Item['attributes']) => void;

/** `dayAttributes` has what the item of a day bears besides: when it expires. */
export function createCatalogueWriter(
  table: Table,
  dayAttributes: (day: string) => Item['attributes'],
): CatalogueWriter {
  /** What is known to be there, by place. Read once: a Lambda's environment lives through many files. */
  let known: Promise<Set<string>> | undefined;

  async function read(): Promise<Set<string>> {
    const items = await inParallel(KINDS, KINDS.length, (kind) => readAll(table, { pk: cataloguePartition(kind) }));
    return new Set(items.flat().map(placeText));
  }

  /** Puts what is wanted and not there. */
  async function complete(collect: (want: Want) => void): Promise<void> {
    known ??= read();
    const there = await known.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    const missing = new Map<string, Item>();
    collect((kind, sk, value, attributes = {}) => {
      const item = { pk: cataloguePartition(kind), sk, attributes: { v: { S: JSON.stringify(value) }, ...attributes } };
      if (!there.has(placeText(item))) missing.set(placeText(item), item);
    });
    await inParallel([...missing], PARALLEL, async ([place, item]) => {
      await table.put(item, item.attributes);
      there.add(place);
    });
  }

  return {
    announce: (events, settings) =>
      complete((want) => {
        for (const event of events) wantUser(event, want);
        want('settings', settingsSort(settings), settings);
      }),
    add: (events, days) =>
      complete((want) => {
        for (const event of events) {
          wantUser(event, want);
          for (const [kind, name] of [
            ['services', serviceOf(event.eventSource)],
            ['accounts', event.account],
            ['regions', event.awsRegion],
            ['eventNames', event.eventName],
          ] as const) {
            if (name !== '') want(kind, nameSort(name), name);
          }
        }
        for (const day of days) want('days', day, day, dayAttributes(day));
      }),
  };
}

function wantUser(event: TrackerEvent, want: Want): void {
  const user = userOfEvent(event);
  const entry: UserEntry = [user.kind, user.home, user.name, event.account];
  want('users', userSort(user, event.account), entry);
}

/** The days (YYYY-MM-DD) of a month (YYYY-MM) that have rows or files, as of now. */
export async function readDaysOfMonth(table: Table, month: string, signal?: AbortSignal): Promise<string[]> {
  const range = { pk: cataloguePartition('days'), beginsWith: nameSort(`${month}-`) };
  const items = await readAll(table, range, { consistent: true, signal });
  return items.map((item) => valueOf(item) as string);
}

/** The names of a kind, sorted by bytes. */
export async function readNames(
  table: Table,
  kind: Exclude<CatalogueKind, 'users'>,
  options?: { consistent?: boolean; signal?: AbortSignal },
): Promise<string[]> {
  const items = await readAll(table, { pk: cataloguePartition(kind) }, options);
  return items.map((item) => valueOf(item) as string).sort(compareBytes);
}

/** All users, or those of a name, sorted by name, kind and home. */
export async function readUsers(
  table: Table,
  name?: string,
  options?: { consistent?: boolean; signal?: AbortSignal },
): Promise<CatalogueUser[]> {
  const beginsWith = name === undefined ? undefined : `${nameSort(name)}#`;
  const items = await readAll(table, { pk: cataloguePartition('users'), beginsWith }, options);
  const users = new Map<string, CatalogueUser>();
  for (const item of items) {
    const [kind, home, name, account] = valueOf(item) as UserEntry;
    const id = JSON.stringify([name, kind, home]);
    let user = users.get(id);
    if (!user) users.set(id, (user = { kind, home, name, accounts: [] }));
    if (account !== '') user.accounts.push(account);
  }
  for (const { accounts } of users.values()) accounts.sort(compareBytes);
  return [...users.values()].sort(compareUsers);
}

export async function readCatalogue<K extends keyof Catalogue>(table: Table, kind: K): Promise<Catalogue[K]> {
  return (kind === 'users' ? await readUsers(table) : await readNames(table, kind)) as Catalogue[K];
}

function compareUsers(a: User, b: User): number {
  return compareBytes(a.name, b.name) || compareBytes(a.kind, b.kind) || compareBytes(a.home, b.home);
}

function valueOf({ attributes }: Item): unknown {
  return JSON.parse(attributes['v']!.S!);
}

function placeText({ pk, sk }: Place): string {
  return `${pk}\n${sk}`;
}
