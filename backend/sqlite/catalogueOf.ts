import { compareBytes } from '../core/eventId.ts';
import type { Catalogue, CatalogueUser } from '../core/eventStore.ts';
import type { EventIndex } from './eventIndex.ts';

/** Everybody and everything that occurs in the keys of stored events. */
export function catalogueOf({ keys, table }: EventIndex): Catalogue {
  const used = table.usedKeys();
  const users = new Map<number, { user: CatalogueUser; accounts: Set<string> }>();
  for (const key of used) {
    const number = keys.users.numbers.values[key]!;
    let entry = users.get(number);
    if (!entry) users.set(number, (entry = { user: { ...keys.userOf(key), accounts: [] }, accounts: new Set() }));
    entry.accounts.add(keys.value(key, 'account'));
  }
  const distinct = (field: string) => {
    const { numbers: byKey, values } = keys.column(field);
    const numbers = new Set(used.map((key) => byKey.values[key]!));
    return sorted(new Set([...numbers].map((number) => values[number]!)));
  };
  return {
    users: [...users.values()]
      .map(({ user, accounts }) => ({ ...user, accounts: sorted(accounts) }))
      .sort((a, b) => compareBytes(a.name, b.name) || compareBytes(a.kind, b.kind) || compareBytes(a.home, b.home)),
    services: distinct('service'),
    accounts: distinct('account'),
    regions: distinct('region'),
    eventNames: distinct('eventName'),
  };
}

function sorted(values: Set<string>): string[] {
  values.delete('');
  return [...values].sort(compareBytes);
}
