import { signal } from '@preact/signals';
import { isAccountField } from '../../backend/core/filter.ts';
import { visibleText } from '../../backend/core/visibleText.ts';

/** Names of accounts by their numbers, as far as the host knows them; none while names are hidden. */
export const accountNames = signal<Readonly<Record<string, string>>>({});

/** What an account is called, as text to show; undefined where that is not known, and for values of other fields. */
export function accountName(field: string, value: string): string | undefined {
  const names = accountNames.value;
  return isAccountField(field) && Object.hasOwn(names, value) ? visibleText(names[value] ?? '') : undefined;
}

/** The number of the account that is called exactly so, in any case. */
export function accountNamed(name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(accountNames.value).find(([, known]) => known.toLowerCase() === wanted)?.[0];
}
