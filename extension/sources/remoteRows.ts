import type { Format } from '../format.ts';
import type { Remote } from './remote.ts';

/** What a row of the Sources view says. */
export interface RemoteFact {
  id: string;
  icon: string;
  label: string;
  description: string;
}

/** Where a source lies whose files are copied from AWS, and what of it was chosen. */
export function remoteFacts(remote: Remote | undefined, { l10n, number }: Format): RemoteFact[] {
  if (remote === undefined || remote.type === 'tracker') return [];
  const profile: RemoteFact[] =
    remote.profile === undefined
      ? []
      : [{ id: 'profile', icon: 'key', label: l10n.t('Profile'), description: remote.profile }];
  if (remote.type === 'history') {
    const regions = remote.regions.join(', ');
    return [{ id: 'account', icon: 'organization', label: remote.account, description: regions }, ...profile];
  }
  const { bucket, region, prefixes, from, to } = remote;
  const accounts = new Set(prefixes.map((prefix) => /(\d{12})\/CloudTrail\//.exec(prefix)?.[1] ?? prefix));
  const regions = new Set(prefixes.map((prefix) => /([^/]+)\/$/.exec(prefix)?.[1] ?? prefix));
  const counts = [
    accounts.size === 1 ? [...accounts].join('') : l10n.t('{0} accounts', number(accounts.size)),
    regions.size === 1 ? [...regions].join('') : l10n.t('{0} regions', number(regions.size)),
  ];
  return [
    { id: 'bucket', icon: 'cloud-download', label: bucket, description: region },
    { id: 'places', icon: 'organization', label: l10n.t('Log files of'), description: counts.join(', ') },
    { id: 'days', icon: 'calendar', label: l10n.t('Days copied'), description: `${from} – ${to ?? l10n.t('now')}` },
    ...profile,
  ];
}
