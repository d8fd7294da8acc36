import * as vscode from 'vscode';
import { isDenied } from '../../backend/aws/awsErrors.ts';
import { findLeft, type Tagged } from '../../backend/aws/deployment/findLeft.ts';
import {
  planRemoval,
  removeTracker,
  type RemovalPlan,
  type RemovalStage,
} from '../../backend/aws/deployment/removal.ts';
import { createRemoteSource, type Source } from '../sources/source.ts';
import { rememberedTrackers } from '../sources/trackerSettings.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { confirm } from './confirm.ts';
import { pickTracker, type TrackerChoice } from './pickTracker.ts';
import { keptCost, removalText } from './removalText.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';
import { inputStep } from './steps.ts';

const title = () => vscode.l10n.t('Remove Tracker');

/** Remove Tracker…: shows what becomes of each thing, asks for the name, removes, and looks for what is left. */
export function createRemoveTracker(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  return async (node) => {
    requireTrust();
    const choice = await pickTracker(deps, title(), node);
    if (!choice) return;
    const { aws, tracker } = choice;
    const looking = vscode.l10n.t('Looking what the tracker {0} consists of', tracker.stage);
    const plan = await deps.commands.withProgress(looking, (signal) => planRemoval(aws, tracker, signal));
    await showText(`${tracker.stackName}-removal.txt`, removalText(deps.format(), plan));
    if (!(await agree(choice, plan))) return;
    if (!(await run(deps, choice, plan))) return;
    const left = await search(deps, choice);
    await sayWhatIsLeft(choice, plan, left);
  };
}

/** By the name, so that nobody removes a tracker by a click too many. */
async function agree(choice: TrackerChoice, plan: RemovalPlan): Promise<boolean> {
  const { stage, outputs } = choice.tracker;
  const name = await inputStep({
    title: title(),
    prompt: vscode.l10n.t(
      'What becomes of each thing is shown in the editor. To remove the tracker {0}, type its name.',
      stage,
    ),
    problem: (text) => (text === stage ? undefined : vscode.l10n.t('The name is {0}', stage)),
  });
  if (typeof name !== 'object') return false;
  return confirm(choice, {
    question: vscode.l10n.t('Remove the tracker {0}?', stage),
    lines: [
      vscode.l10n.t('Its functions, queues, logs and buckets are deleted, with what is in them.'),
      vscode.l10n.t(
        'The table {0} with the events stays and costs {1} a month; the log files in the bucket stay as they are.',
        outputs.TableName ?? '?',
        keptCost(plan),
      ),
    ],
    verb: vscode.l10n.t('Remove'),
  });
}

/** False where the user gave up following; what CloudFormation has begun it goes on with. */
async function run(deps: AwsDeps, { aws }: TrackerChoice, plan: RemovalPlan): Promise<boolean> {
  const { tracker } = plan;
  let given = false;
  try {
    await deps.commands.withProgress(vscode.l10n.t('Removing the tracker {0}', tracker.stage), (signal, tell) => {
      signal.addEventListener('abort', () => (given = true));
      return removeTracker(
        aws,
        plan,
        {
          onStage: (stage) => tell(stageText(stage)),
          onProgress: ({ resource, done }) => tell(vscode.l10n.t('{0} ({1} gone)', resource, done)),
        },
        signal,
      );
    });
    return true;
  } catch (error) {
    if (!given) throw error;
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'What was begun with {0} goes on. Run the command again to see how it ended, or to go on where it stopped.',
        tracker.stackName,
      ),
    );
    return false;
  }
}

function stageText(stage: RemovalStage): string {
  switch (stage) {
    case 'trigger':
      return vscode.l10n.t('the trigger');
    case 'buckets':
      return vscode.l10n.t('the content of its buckets');
    case 'stack':
      return vscode.l10n.t('everything else');
  }
}

/** What still has the tag of the tracker; undefined where nobody may look. */
async function search(deps: AwsDeps, { aws, tracker }: TrackerChoice): Promise<Tagged[] | undefined> {
  try {
    const looking = vscode.l10n.t('Looking for what is left');
    return await deps.commands.withProgress(looking, (signal) => findLeft(aws, tracker.stage, {}, signal));
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

async function sayWhatIsLeft({ tracker }: TrackerChoice, plan: RemovalPlan, left: Tagged[] | undefined): Promise<void> {
  const tables = plan.fates.filter(({ kind }) => kind === 'table').map(({ name }) => name);
  const others = left?.filter(({ isTable }) => !isTable).map(({ name }) => name) ?? [];
  const sentences = [
    vscode.l10n.t('The tracker {0} is removed.', tracker.stage),
    ...tables.map((name) => vscode.l10n.t('The table {0} stays, with its events.', name)),
    ...(others.length > 0
      ? [
          vscode.l10n.t(
            'These still have its tag, and were not to be there: {0}. AWS may go on naming what is deleted for some minutes.',
            others.join(', '),
          ),
        ]
      : []),
    ...(left === undefined ? [vscode.l10n.t('Whether more is left could not be looked at.')] : []),
  ];
  const source = connectionTo(plan);
  const forget = vscode.l10n.t('Forget the Connection');
  const answer = await vscode.window.showInformationMessage(sentences.join(' '), ...(source ? [forget] : []));
  if (answer === forget && source)
    await vscode.commands.executeCommand('cloudtrailTracker.forgetSource', { type: 'source', source, current: false });
}

function connectionTo({ tracker }: RemovalPlan): Source | undefined {
  const { region, outputs, stage } = tracker;
  if (outputs.ApiUrl === undefined) return undefined;
  const { id } = createRemoteSource({ type: 'tracker', region, url: outputs.ApiUrl }, stage);
  return rememberedTrackers().find((source) => source.id === id);
}
