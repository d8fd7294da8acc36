import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { openJournal, type Journal } from '../../backend/aws/journal.ts';
import type { SentProgress } from '../../backend/aws/backfillFolder.ts';
import type { BackfillSummary } from '../../backend/aws/backfillSummary.ts';
import type { FollowProgress } from '../../backend/aws/followQueue.ts';
import { PRICES_OF } from '../../backend/aws/prices.ts';
import type { Tracker } from '../../backend/aws/trackers.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { Tell } from '../commands.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { backfillReport, summaryText } from './backfillReport.ts';
import { createFollowText } from './followText.ts';
import { orCancelled } from './orCancelled.ts';
import type { TrackerChoice } from './pickTracker.ts';
import type { ShowText } from './showText.ts';
import { trackerApi } from './trackerSource.ts';

/** What backfills and retries need of a tracker. */
export interface TrackerPlaces {
  queueUrl: string;
  deadLetterUrl: string;
  bucket: string;
  api: TrackerApi;
}

/** Throws a UserError where the stack has not all of it: its deployment failed. */
export function placesOf({ tracker, aws }: TrackerChoice): TrackerPlaces {
  const { QueueUrl, DeadLetterQueueUrl, BucketName, ApiUrl } = tracker.outputs;
  if (!QueueUrl || !DeadLetterQueueUrl || !BucketName || !ApiUrl)
    throw new UserError(
      vscode.l10n.t('The tracker {0} is in the state {1} and has no queue.', tracker.stackName, tracker.status),
    );
  const api = trackerApi({ type: 'tracker', url: ApiUrl, region: tracker.region, profile: aws.profile });
  return { queueUrl: QueueUrl, deadLetterUrl: DeadLetterQueueUrl, bucket: BucketName, api };
}

/** What a backfill of this tracker has done before it was cancelled. `what` tells its backfills apart. */
export function journalOf(deps: AwsDeps, { stackId }: Tracker, what: string): Journal {
  return openJournal(path.join(journalsOf(deps, stackId), `${hashOf(what)}.txt`));
}

/** Forgets what the backfills of a tracker have done: there is nothing any more that they could go on with. */
export async function forgetJournals(deps: AwsDeps, { stackId }: Tracker): Promise<void> {
  await rm(journalsOf(deps, stackId), { recursive: true, force: true });
}

function journalsOf({ context }: AwsDeps, stackId: string): string {
  return path.join(context.globalStorageUri.fsPath, 'backfill', hashOf(stackId));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Shows how far a backfill is: the first half is sending, the second following. */
export function backfillProgress({ format }: AwsDeps, tell: Tell, files: number) {
  const begin = Date.now();
  const { number, bytes, files: filesText } = format();
  const followText = createFollowText(format(), Date.now);
  return {
    onSent(sent: SentProgress) {
      const seconds = Math.max(1, (Date.now() - begin) / 1000);
      const rate = vscode.l10n.t('{0}/s', filesText(Math.round(sent.files / seconds)));
      const text = vscode.l10n.t(
        '{0} of {1} sent, {2}, {3}',
        number(sent.files),
        filesText(files),
        bytes(sent.bytes),
        rate,
      );
      tell(text, sent.files / Math.max(1, files) / 2);
    },
    onFollow(progress: FollowProgress) {
      tell(followText(progress), Math.max(0.5, 1 - progress.left / Math.max(1, files) / 2));
    },
  };
}

/** Runs to the end, and says how it ended. Cancelled, it says how to go on. */
export async function finish(
  { format, commands }: AwsDeps,
  showText: ShowText,
  {
    title,
    running,
    run,
  }: { title: string; running: string; run: (signal: AbortSignal, tell: Tell) => Promise<BackfillSummary> },
): Promise<void> {
  const howToGoOn = vscode.l10n.t(
    'Cancelled. What was sent goes on being stored. Run the command again with the same choices, and it goes on where it stopped.',
  );
  const summary = await orCancelled(commands.withProgress(running, run), howToGoOn);
  if (!summary) return;
  const show = vscode.l10n.t('Show Report');
  const text = summaryText(summary, format());
  const say = summary.failed.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  if ((await say(text, show)) === show) await showText('backfill.txt', backfillReport(title, summary, format()));
}

/** What a backfill will cost, as a line of a confirmation. */
export function costLine(dollars: number): string {
  return vscode.l10n.t(
    'At most about {0}, once, if every record is stored (list prices of {1}, {2})',
    dollars < 0.01 ? '$0.01' : `$${dollars.toFixed(2)}`,
    PRICES_OF.region,
    PRICES_OF.year,
  );
}
