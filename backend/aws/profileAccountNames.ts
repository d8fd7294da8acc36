import type { Profile } from './profiles.ts';

/** Characters that people put between the account and the role in a profile's name. */
const SEPARATOR = /[-_./:@+ ]/;
const SEPARATORS_AROUND = new RegExp(`^${SEPARATOR.source}+|${SEPARATOR.source}+$`, 'g');

/**
 * What the profiles call their accounts, by account number. A name is taken without the role that is in it (`prod-Admin` with the role
 * Admin says `prod`), and of several for one account what they have in common up to a separator, else the first one. Names that
 * tell nothing of the account name none: `default`, the role alone, and those that hold the number, as `aws configure sso` proposes.
 */
export function profileAccountNames(profiles: readonly Profile[]): Map<string, string> {
  const byAccount = new Map<string, string[]>();
  for (const { name, account, role } of profiles) {
    if (account === undefined || name === 'default' || name.includes(account)) continue;
    const rest = withoutRole(name, role);
    if (rest !== '') byAccount.set(account, [...(byAccount.get(account) ?? []), rest]);
  }
  return new Map([...byAccount].map(([account, names]) => [account, commonName(names)]));
}

/** The role may stand at either end, apart from the rest, and in any case. */
function withoutRole(name: string, role: string | undefined): string {
  if (!role) return name;
  const [whole, part] = [name.toLowerCase(), role.toLowerCase()];
  if (whole === part) return '';
  if (whole.endsWith(part) && SEPARATOR.test(name.at(-role.length - 1) ?? ''))
    return name.slice(0, -role.length).replace(SEPARATORS_AROUND, '');
  if (whole.startsWith(part) && SEPARATOR.test(name.charAt(role.length)))
    return name.slice(role.length).replace(SEPARATORS_AROUND, '');
  return name;
}

function commonName(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let end = first.length;
  // A part ends where the name does, or where a separator stands.
  const isPart = (name: string) => name.length === end || SEPARATOR.test(name.charAt(end));
  while (end > 0 && !(isPart(first) && others.every((name) => name.startsWith(first.slice(0, end)) && isPart(name))))
    end--;
  return first.slice(0, end).replace(SEPARATORS_AROUND, '') || first;
}
