import type { Format } from '../format.ts';
import type { Source } from './source.ts';

/** What a source is called, with the name of the account where its number is in it: so of an event history. */
export function sourceName({ name, remote }: Source, format: Format): string {
  return remote?.type === 'history' ? name.replace(remote.account, () => format.account(remote.account)) : name;
}
