import * as vscode from 'vscode';
import { isDenied } from '../../backend/aws/awsErrors.ts';
import { findLeft, type Tagged } from '../../backend/aws/deployment/findLeft.ts';
import {
  planRemoval,
  removeTracker,
  type RemovalPlan,
  type RemovalStage,
} from '../../backend/aws/deployment/removal.ts';
import { stageOf, type Tracker } from '../../backend/aws/trackers.ts';
import { createRemoteSource, type Source } from '../sources/source.ts';
import { rememberedTrackers } from '../sources/trackerSettings.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { forgetJournals } from './backfillSteps.ts';
import { confirm } from './confirm.ts';
import type { AwsChoice } from './pickAws.ts';
import { pickTracker, TrackerGone, type TrackerChoice } from './pickTracker.ts';
import { keptCost, leftText, removalText, type Removed } from './removalText.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';
import { inputStep } from './steps.ts';

const title = () => vscode.l10n.t('Remove Tracker');

/** Remove Tracker…: shows what becomes of each thing, asks for the name, removes, and looks for what is left. */
export function createRemoveTracker(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  return async (node) => {
    requireTrust();
    const choice = await pickTracker(deps, title(), node).catch((error: unknown) => {
      if (error instanceof TrackerGone) return error;
      throw error;
    });
    if (choice instanceof TrackerGone) return lookAfterwards(deps, choice);
    if (!choice) return;
    const { aws, tracker } = choice;
    const looking = vscode.l10n.t('Looking what the tracker {0} consists of', tracker.stage);
    const plan = await deps.commands.withProgress(looking, (signal) => planRemoval(aws, tracker, signal));
    await showText(`${tracker.stackName}-removal.txt`, removalText(deps.format(), plan));
    if (!(await agree(choice, plan))) return;
    if (!(await runWhileClosed(deps, choice, plan))) return;
    await forgetJournals(deps, tracker);
    const tables = plan.fates.filter(({ kind }) => kind === 'table').map(({ name }) => name);
    const left = await search(deps, choice, tracker.stage);
    sayWhatIsLeft({ stage: tracker.stage, tables, before: false }, left);
  };
}

/** A removal that was given up following ends by itself: what it has left is looked for when the command is run again. */
async function lookAfterwards(deps: AwsDeps, { choice, stackName }: TrackerGone): Promise<void> {
  const stage = stageOf(stackName);
  await deps.forget(connectionToStack(stackName, choice.aws.region));
  const left = await search(deps, choice, stage);
  sayWhatIsLeft({ stage, tables: [], before: true }, left);
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

/** Nobody asks a tracker that is being removed, nor one that is gone: another deployment has another address. */
async function runWhileClosed(deps: AwsDeps, choice: TrackerChoice, plan: RemovalPlan): Promise<boolean> {
  const source = connectionTo(plan.tracker);
  if (!source) return run(deps, choice, plan);
  let isGone = false;
  await deps.session.whileClosed(source.id, async () => {
    isGone = await run(deps, choice, plan);
    if (isGone) await deps.forget(source);
  });
  return isGone;
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
async function search(deps: AwsDeps, { aws }: AwsChoice, stage: string): Promise<Tagged[] | undefined> {
  try {
    const looking = vscode.l10n.t('Looking for what is left');
    return await deps.commands.withProgress(looking, (signal) => findLeft(aws, stage, {}, signal));
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

function sayWhatIsLeft(removed: Removed, left: Tagged[] | undefined): void {
  void vscode.window.showInformationMessage(leftText(vscode.l10n, removed, left));
}

/** That which is remembered of a tracker, as far as its stack tells. */
function connectionTo({ region, outputs, stage }: Tracker): Source | undefined {
  if (outputs.ApiUrl === undefined) return undefined;
  const { id } = createRemoteSource({ type: 'tracker', region, url: outputs.ApiUrl }, stage);
  return rememberedTrackers().find((source) => source.id === id);
}

/** Those of a stack that is gone: by its name, in its region. */
function connectionToStack(stack: string, region: string): Source | undefined {
  return rememberedTrackers().find(
    ({ remote }) => remote?.type === 'tracker' && remote.stack === stack && remote.region === region,
  );
}
