import { keyOwner, keyStanding, type NewestKey } from '../../backend/aws/logFileKey.ts';
import { isForeignBucket } from '../../backend/aws/statements.ts';
import type { Tracker } from '../../backend/aws/trackers.ts';
import type { Format } from '../format.ts';

/** What stands between a tracker that is told of log files and reading them, a sentence each: before its trigger is installed. */
export function accessLines(
  { l10n, accountInFull }: Format,
  tracker: Tracker,
  { kmsKey, refused }: NewestKey,
): string[] {
  const lines: string[] = [];
  if (isForeignBucket(tracker))
    lines.push(
      l10n.t(
        'The bucket belongs to account {0}. Its policy needs the statements that the document behind this shows.',
        accountInFull(tracker.parameters['BucketOwner'] ?? ''),
      ),
    );
  const standing = keyStanding(tracker, kmsKey);
  if (kmsKey !== undefined && standing !== 'fine')
    lines.push(
      l10n.t(
        'The log files are encrypted with the key {0} of account {1}. Without the statement that the document behind this shows, the tracker cannot decrypt them.',
        kmsKey,
        accountInFull(keyOwner(kmsKey)),
      ),
    );
  if (standing === 'undeployed')
    lines.push(
      l10n.t('The tracker is not deployed with that key: bring it up to date too ("Deploy or Update Tracker…").'),
    );
  if (refused !== undefined)
    lines.push(l10n.t('Whether the log files are encrypted with a key could not be looked at. {0}', refused));
  return lines;
}
