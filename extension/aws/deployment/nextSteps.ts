import * as vscode from 'vscode';
import type { AwsDeps } from '../awsFeatures.ts';
import { backfillLastDays } from '../backfillBucket.ts';
import { createInstallTrigger } from '../installTrigger.ts';
import type { TrackerChoice } from '../pickTracker.ts';
import type { ShowText } from '../showText.ts';

/** Days that a first backfill covers. */
const DAYS = 7;

/** After a deployment: a tracker knows nothing until its bucket tells it of log files, and nothing of what was before. */
export async function offerNextSteps(deps: AwsDeps, showText: ShowText, choice: TrackerChoice): Promise<void> {
  const trigger = vscode.l10n.t('Install Trigger…');
  const backfill = vscode.l10n.t('Backfill the Last {0} Days…', DAYS);
  const message = vscode.l10n.t(
    'The tracker {0} is deployed. It fills when the bucket tells it of new log files (the trigger), and with those that are there (a backfill).',
    choice.tracker.stage,
  );
  let left = [trigger, backfill];
  while (left.length > 0) {
    const answer = await vscode.window.showInformationMessage(message, ...left);
    if (answer === undefined) return;
    left = left.filter((each) => each !== answer);
    try {
      if (answer === trigger) await createInstallTrigger(deps, showText)(choice);
      else await backfillLastDays(deps, showText, choice, DAYS);
    } catch (error) {
      // The one does not need the other.
      deps.commands.report(error);
    }
  }
}
