import * as vscode from 'vscode';
import { backfillBucket, planBucket } from '../../backend/aws/backfillBucket.ts';
import { backfillCost } from '../../backend/aws/backfillCost.ts';
import { findLogPrefixes } from '../../backend/aws/bucketPrefixes.ts';
import type { LogSelection } from '../../backend/aws/logObjects.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { backfillProgress, costLine, finish, journalOf, placesOf } from './backfillSteps.ts';
import { confirm } from './confirm.ts';
import { dayOf, pickLogs, type LogChoice } from './pickLogs.ts';
import { pickTracker, type TrackerChoice } from './pickTracker.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';

/** Backfill from Bucket…: log files that the trail delivered before the tracker was there, or while it was not told of them. */
export function createBackfillBucket(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  return async (node) => {
    requireTrust();
    const choice = await pickTracker(deps, title(), node);
    if (choice) await backfill(deps, showText, choice, undefined);
  };
}

/** The same with the files of the last days, all accounts and regions: asks only whether to do it. */
export async function backfillLastDays(
  deps: AwsDeps,
  showText: ShowText,
  choice: TrackerChoice,
  days = 7,
): Promise<void> {
  requireTrust();
  await backfill(deps, showText, choice, days);
}

async function backfill(
  deps: AwsDeps,
  showText: ShowText,
  choice: TrackerChoice,
  lastDays: number | undefined,
): Promise<void> {
  const { tracker, aws } = choice;
  const { bucket, ...places } = placesOf(choice);
  const logs = await chooseLogs(deps, choice, bucket, lastDays);
  if (!logs) return;
  const today = dayOf(Date.now());
  const selection: LogSelection = { bucket, prefixes: logs.prefixes.map(({ prefix }) => prefix), from: logs.from, to: logs.to ?? today }; // prettier-ignore
  const { files, bytes, number } = deps.format();
  const counting = vscode.l10n.t('Counting the log files in {0}', bucket);
  const plan = await deps.commands.withProgress(counting, (signal, tell) =>
    planBucket(aws, selection, signal, (soFar) =>
      tell(vscode.l10n.t('{0}, {1}', files(soFar.files), bytes(soFar.bytes))),
    ),
  );
  if (plan.files === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no log files of those days in {0}.', bucket));
    return;
  }
  const agreed = await confirm(choice, {
    question: vscode.l10n.t('Backfill the tracker {0} from the bucket {1}?', tracker.stage, bucket),
    lines: [
      vscode.l10n.t('{0}, {1}, from {2} to {3}', files(plan.files), bytes(plan.bytes), selection.from, selection.to),
      vscode.l10n.t('Accounts: {0}, regions: {1}', number(countOf(logs, 'account')), number(countOf(logs, 'region'))),
      vscode.l10n.t('Each file is named to the queue of the tracker. What the tracker knows already changes nothing.'),
      costLine(backfillCost({ files: plan.files, bytes: plan.bytes, puts: 2 * plan.lists })),
    ],
    verb: vscode.l10n.t('Backfill'),
  });
  if (!agreed) return;
  const journal = journalOf(deps, tracker, `bucket ${bucket}`);
  await finish(deps, showText, {
    title: `${title()}: ${tracker.stage}, ${bucket}, ${selection.from} – ${selection.to}`,
    running: title(),
    run: (signal, tell) =>
      backfillBucket(aws, { ...places, selection, journal, signal, ...backfillProgress(deps, tell, plan.files) }),
  });
}

async function chooseLogs(
  deps: AwsDeps,
  { aws }: TrackerChoice,
  bucket: string,
  lastDays: number | undefined,
): Promise<LogChoice | undefined> {
  const looking = vscode.l10n.t('Looking for log files in {0}', bucket);
  const found = await deps.commands.withProgress(looking, (signal) => findLogPrefixes(aws, bucket, signal));
  if (found.length === 0)
    throw new UserError(
      vscode.l10n.t(
        'There is no log file in {0} yet: no folder AWSLogs/…/CloudTrail/ was found. CloudTrail writes the first one some minutes after a trail is created.',
        bucket,
      ),
    );
  if (lastDays !== undefined) return { prefixes: found, from: dayOf(Date.now(), 1 - lastDays) };
  return pickLogs(title(), found, Date.now(), deps.format().accountInFull, {
    placeholder: vscode.l10n.t('The log files to hand to the tracker'),
    lastDay: vscode.l10n.t('The last day, in UTC. Leave it empty for all days since.'),
  });
}

function countOf({ prefixes }: LogChoice, field: 'account' | 'region'): number {
  return new Set(prefixes.map((each) => each[field])).size;
}

function title(): string {
  return vscode.l10n.t('Backfill from Bucket');
}
