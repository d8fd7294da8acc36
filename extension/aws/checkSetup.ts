import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { apiEndpoint } from '../../backend/aws/apiEndpoint.ts';
import { checkSetup, LINKS } from '../../backend/aws/setup/checkSetup.ts';
import { setupReport } from '../../backend/aws/setup/setupReport.ts';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { confirm } from './confirm.ts';
import { nothingChanged, orCancelled } from './orCancelled.ts';
import { pickTracker, type TrackerChoice } from './pickTracker.ts';
import { linkText, summaryText } from './setupText.ts';
import type { ShowText } from './showText.ts';

/** Check Setup: looks at every link from the trail to a signed answer, and shows what is missing as a text that can be saved. */
export function createCheckSetup(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  return async (node) => {
    const choice = await pickTracker(deps, vscode.l10n.t('Check Setup'), node);
    if (!choice) return;
    const { tracker, aws, identity } = choice;
    const { BucketName: bucket, ApiUrl: url } = tracker.outputs;
    if (bucket === undefined || url === undefined)
      throw new UserError(
        vscode.l10n.t('The tracker {0} is in the state {1} and has no API.', tracker.stackName, tracker.status),
      );
    const { region, credentials } = aws;
    const api = createRestClient({ url: apiEndpoint(url, process.env), region, credentials });
    const working = vscode.l10n.t('Checking the setup of {0}', tracker.stage);
    const names = Object.keys(LINKS);
    let announced = false;
    const checking = deps.commands.withProgress(working, (signal, tell) =>
      checkSetup(
        {
          subject: { aws, tracker, bucket },
          api,
          mayAnnounce: async ({ key }) => (announced = await mayAnnounce(choice, key)),
          onLink: (link) => tell(linkText(vscode.l10n, link), names.indexOf(link) / names.length),
          now: Date.now,
          wait: (milliseconds, until) => delay(milliseconds, undefined, { signal: until }),
        },
        signal,
      ),
    );
    const links = await orCancelled(checking, () =>
      announced
        ? vscode.l10n.t(
            'Cancelled. The newest log file may have been sent to the queue, and is then stored as any other.',
          )
        : nothingChanged(),
    );
    if (!links) return;
    const time = new Date().toISOString();
    await showText(`setup-${tracker.stage}.md`, setupReport(tracker, links, { time, identity: identity.arn }));
    const message = vscode.l10n.t('Setup of {0}: {1}', tracker.stage, summaryText(vscode.l10n, links));
    if (links.some(({ state }) => state === 'broken')) void vscode.window.showWarningMessage(message);
    else void vscode.window.showInformationMessage(message);
  };
}

/** Whoever does not trust the workspace is not asked: its settings may have led to this tracker. */
async function mayAnnounce(choice: TrackerChoice, key: string): Promise<boolean> {
  if (!vscode.workspace.isTrusted) return false;
  return confirm(choice, {
    question: vscode.l10n.t('Send the newest log file through the tracker {0}?', choice.tracker.stage),
    lines: [
      vscode.l10n.t('It is not stored yet: {0}', key),
      vscode.l10n.t('One message is sent to the queue. A file is stored once, however often it is announced.'),
    ],
    verb: vscode.l10n.t('Send'),
  });
}
