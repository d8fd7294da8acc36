import type { Format } from '../format.ts';
import type { Remote } from './remote.ts';

/** What a row of the Sources view says. */
export interface RemoteFact {
  id: string;
  icon: string;
  label: string;
  description: string;
  /** What is copied of it, where that is not what it says. */
  value?: string;
  tooltip?: string;
}

/** Where a source lies whose files are copied from AWS, and what of it was chosen. */
export function remoteFacts(remote: Remote | undefined, format: Format): RemoteFact[] {
  if (remote === undefined || remote.type === 'tracker') return [];
  const { l10n, number } = format;
  const profile: RemoteFact[] =
    remote.profile === undefined
      ? []
      : [{ id: 'profile', icon: 'key', label: l10n.t('Profile'), description: remote.profile }];
  if (remote.type === 'history') {
    return [accountFact(remote.account, remote.regions.join(', '), format), ...profile];
  }
  const { bucket, region, prefixes, from, to } = remote;
  const accounts = new Set(prefixes.map((prefix) => /(\d{12})\/CloudTrail\//.exec(prefix)?.[1] ?? prefix));
  const regions = new Set(prefixes.map((prefix) => /([^/]+)\/$/.exec(prefix)?.[1] ?? prefix));
  const described = (account: (one: string) => string) =>
    [
      accounts.size === 1 ? [...accounts].map(account).join('') : l10n.t('{0} accounts', number(accounts.size)),
      regions.size === 1 ? [...regions].join('') : l10n.t('{0} regions', number(regions.size)),
    ].join(', ');
  const logFilesOf = l10n.t('Log files of');
  return [
    { id: 'bucket', icon: 'cloud-download', label: bucket, description: region },
    {
      id: 'places',
      icon: 'organization',
      label: logFilesOf,
      description: described(format.account),
      value: `${logFilesOf} ${described((account) => account)}`,
      tooltip: `${logFilesOf}: ${described(format.accountInFull)}`,
    },
    { id: 'days', icon: 'calendar', label: l10n.t('Days copied'), description: `${from} – ${to ?? l10n.t('now')}` },
    ...profile,
  ];
}

/** The row of the account that a source lies in: by its name, while its number is what is copied. */
export function accountFact(account: string, description: string, format: Format): RemoteFact {
  return {
    id: 'account',
    icon: 'organization',
    label: format.account(account),
    description,
    value: `${account} ${description}`,
    tooltip: `${format.accountInFull(account)}: ${description}`,
  };
}
