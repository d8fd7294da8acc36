import { fittingProfiles } from '../../../backend/aws/fittingProfiles.ts';
import type { Profile } from '../../../backend/aws/profiles.ts';
import type { Format } from '../../format.ts';

/** Why a tracker of a bucket is not deployed with a profile of another account, and which profiles fit. `owner`: undefined where it is not known. */
export function wrongAccountText(
  { l10n, accountInFull }: Format,
  owner: string | undefined,
  profiles: readonly Profile[],
): string {
  const { sure, possible } = fittingProfiles(profiles, owner ?? '');
  return [
    owner === undefined
      ? l10n.t(
          'It is not known which account owns it: it is none of those that the profiles name, or this identity may not list the bucket (s3:ListBucket).',
        )
      : l10n.t(
          'It belongs to account {0}. A tracker is deployed in the account that owns the bucket.',
          accountInFull(owner),
        ),
    sure.length > 0
      ? l10n.t('Profiles of that account: {0}', sure.join(', '))
      : l10n.t('No profile on this computer is known to be of that account.'),
    ...(possible.length > 0 ? [l10n.t('Profiles that could be: {0}', possible.join(', '))] : []),
    l10n.t(
      'Whoever has no profile there lets somebody who has deploy it: "Export Deployment Files…" writes what that takes.',
    ),
  ].join('\n\n');
}
