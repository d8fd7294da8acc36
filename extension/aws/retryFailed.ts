import * as vscode from 'vscode';
import { readFailed, retryFailed } from '../../backend/aws/retryFailed.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { failedLines, failedSummary, retryReport } from './backfillReport.ts';
import { placesOf } from './backfillSteps.ts';
import { confirm } from './confirm.ts';
import { createFollowText } from './followText.ts';
import { orCancelled } from './orCancelled.ts';
import { pickTracker } from './pickTracker.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';

/** Retry Failed Files…: has the tracker read once more what it gave up. */
export function createRetryFailed(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  return async (node) => {
    requireTrust();
    const title = vscode.l10n.t('Retry Failed Files');
    const choice = await pickTracker(deps, title, node);
    if (!choice) return;
    const { tracker, aws } = choice;
    const places = placesOf(choice);
    const format = deps.format();
    const { number } = format;
    const failed = await deps.commands.withProgress(vscode.l10n.t('Looking at what failed'), (signal) =>
      readFailed(aws, { ...places, signal }),
    );
    if (failed.messages === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No message has failed in the tracker {0}.', tracker.stage),
      );
      return;
    }
    const hasFiles = failed.files.length > 0;
    if (hasFiles) await showText('failed.txt', [title, ...failedLines(failed.files, format)].join('\n'));
    const agreed = await confirm(choice, {
      question: vscode.l10n.t('Retry {0} failed messages of the tracker {1}?', number(failed.messages), tracker.stage),
      lines: [
        ...failedSummary(failed.files, format),
        ...(hasFiles ? [whereNamed(failed.isPartial)] : []),
        vscode.l10n.t(
          'They go back to the queue, and are read once more. It costs next to nothing, and loses nothing.',
        ),
      ],
      verb: vscode.l10n.t('Retry'),
    });
    if (!agreed) return;
    const followText = createFollowText(format, Date.now);
    const retrying = deps.commands.withProgress(title, (signal, tell) =>
      retryFailed(aws, {
        ...places,
        signal,
        onMoved: (moved) => tell(vscode.l10n.t('{0} messages sent again', number(moved))),
        onFollow: (progress) => tell(followText(progress)),
      }),
    );
    const howToGoOn = vscode.l10n.t(
      'Cancelled. What was sent again goes on being read, and the rest lies where it was. Run the command again to retry it.',
    );
    const summary = await orCancelled(retrying, howToGoOn);
    deps.trackerChanged();
    if (!summary) return;
    const text = vscode.l10n.t(
      '{0} files are settled, {1} have failed again or are still tried.',
      number(summary.settled.length),
      number(summary.failed.length),
    );
    const show = vscode.l10n.t('Show Report');
    const say = summary.failed.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    if ((await say(text, show)) === show)
      await showText('retry.txt', retryReport(`${title}: ${tracker.stage}`, summary, format));
  };
}

function whereNamed(isPartial: boolean): string {
  return isPartial
    ? vscode.l10n.t('The document behind this names the files as far as they were looked at.')
    : vscode.l10n.t('The document behind this names the files.');
}
