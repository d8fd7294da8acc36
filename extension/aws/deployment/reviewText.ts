import type { Change } from '../../../backend/aws/deployment/changeSet.ts';
import type { Estimate } from '../../../backend/aws/estimate.ts';
import { keyOwner } from '../../../backend/aws/logFileKey.ts';
import type { Format, L10n } from '../../format.ts';
import { columns, wrapped } from './plainText.ts';
import { retentionText } from './retention.ts';
import { dollarText, estimateLines } from './reviewCosts.ts';

export interface Review {
  stage: string;
  isUpdate: boolean;
  account: string;
  /** The ARN of who deploys. */
  identity: string;
  region: string;
  bucket: string;
  /** Days, 0 for ever. */
  retention: number;
  parameters: Readonly<Record<string, string>>;
  changes: readonly Change[];
  /** Of the template, and others, a sentence each. */
  notes: readonly string[];
  estimate: Estimate;
}

/** The whole plan as a plain text: what a person reads before anything is created. */
export function reviewText(format: Format, review: Review): string {
  const { l10n } = format;
  const { stage, isUpdate, account, identity, region, bucket, retention, notes } = review;
  const facts: [string, string][] = [
    [l10n.t('Account'), account],
    [l10n.t('Identity'), identity],
    [l10n.t('Region'), region],
    [l10n.t('Bucket'), bucket],
    [l10n.t('Events are kept'), retentionText(l10n, retention)],
  ];
  return [
    isUpdate ? l10n.t('UPDATE OF THE TRACKER {0}', stage) : l10n.t('THE NEW TRACKER {0}', stage),
    l10n.t('This is the plan: nothing is created or changed before you agree.'),
    '',
    ...columns(facts),
    '',
    ...notes.flatMap((note) => [...wrapped(note), '']),
    ...estimateLines(format, review.estimate),
    '',
    ...changeLines(format, review),
    '',
    l10n.t('PARAMETERS'),
    ...columns(Object.entries(review.parameters)),
    '',
  ].join('\n');
}

/** What has to be known of the key that the log files are encrypted with. `kmsKey`: the tracker's, empty for none. */
export function keyNotes(
  { l10n, accountInFull }: Format,
  { kmsKey, ofTrail, account }: { kmsKey: string; ofTrail: string | undefined; account: string },
): string[] {
  if (kmsKey === '')
    return ofTrail === undefined
      ? []
      : [
          l10n.t(
            'The trail encrypts with {0}, which is not the ARN of a key, and no log file tells it yet: the tracker cannot decrypt. Bring it up to date when there are log files.',
            ofTrail,
          ),
        ];
  const owner = keyOwner(kmsKey);
  if (owner === account)
    return [
      l10n.t('The log files are encrypted with a KMS key: its key policy has to let the tracker decrypt with it.'),
    ];
  return [
    l10n.t(
      'The log files are encrypted with the key {0} of account {1}, whose owner has to let the tracker decrypt with it. "Install Trigger…" shows the statement.',
      kmsKey,
      accountInFull(owner),
    ),
  ];
}

/** Its most important lines, the shortest first, for the question whether to go on. */
export function reviewSummary(format: Format, { changes, isUpdate, bucket, estimate }: Review): string[] {
  const { l10n } = format;
  const count = format.number(changes.length);
  return [
    costText(l10n, estimate),
    ...(isUpdate
      ? [l10n.t('{0} resources change. The events that are stored stay.', count)]
      : [l10n.t('{0} resources are created.', count), l10n.t('The bucket {0} is not changed.', bucket)]),
  ];
}

function costText(l10n: L10n, { day, refused, dollars }: Estimate): string {
  if (day) return l10n.t('Estimated: {0} a month, from a sample of one day.', dollarText(dollars));
  return refused === undefined
    ? l10n.t('Nothing to sample yet: at least {0} a month.', dollarText(dollars))
    : l10n.t('No day could be sampled: at least {0} a month.', dollarText(dollars));
}

function changeLines({ l10n, number }: Format, { changes }: Review): string[] {
  if (changes.length === 0) return [l10n.t('CHANGES'), l10n.t('No resource changes.')];
  const rows = changes.map(({ action, name, type, replaced }): [string, string, string] => [
    replaced ? l10n.t('Replace') : actionText(l10n, action),
    type,
    name,
  ]);
  return [l10n.t('CHANGES ({0})', number(changes.length)), ...columns(rows)];
}

function actionText(l10n: L10n, action: string): string {
  switch (action) {
    case 'Add':
      return l10n.t('Create');
    case 'Modify':
      return l10n.t('Change');
    case 'Remove':
      return l10n.t('Delete');
    default:
      return action;
  }
}
