import * as vscode from 'vscode';
import { isWhole } from '../../../backend/aws/stack.ts';
import { findTrackers, type Tracker } from '../../../backend/aws/trackers.ts';
import { withoutIcons } from '../../format.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import { inputStep, pickStep, type StepResult } from '../steps.ts';
import type { DeploymentAnswers } from './answers.ts';
import { bucketOf, stageProblem } from './checks.ts';
import { deployTitle, stepOptions } from './deploymentStep.ts';

const DEFAULT = 'dev';

/** Which tracker: one of the bucket that is there already is brought up to date, or a new one gets a name. */
export async function askName(
  deps: AwsDeps,
  answers: DeploymentAnswers,
  back: boolean,
): Promise<'next' | 'back' | undefined> {
  const { place } = answers;
  if (!place) return 'back';
  const looking = `${deployTitle()}: ${vscode.l10n.t('Looking for trackers')}`;
  const trackers = await deps.commands.withProgress(looking, (signal) => findTrackers(place.aws, signal));
  const ofBucket = trackers.filter((tracker) => [place.bucket, undefined].includes(bucketOf(tracker)));
  for (;;) {
    const picked = ofBucket.length === 0 ? { value: undefined } : await pickTrackerToUpdate(ofBucket, back);
    if (picked === undefined || picked === 'back') return picked;
    if (picked.value) {
      answers.tracker = picked.value;
      answers.stage = picked.value.stage;
      return 'next';
    }
    const name = await inputStep({
      ...stepOptions(3, back || ofBucket.length > 0),
      prompt: vscode.l10n.t('The name of the tracker: it tells trackers of one account and region apart'),
      value: answers.tracker === undefined ? (answers.stage ?? freeName(trackers)) : freeName(trackers),
      problem: (text) => stageProblem(vscode.l10n, text, trackers),
    });
    if (name === 'back' && ofBucket.length > 0) continue;
    if (name === undefined || name === 'back') return name;
    answers.tracker = undefined;
    answers.stage = name.value;
    return 'next';
  }
}

function freeName(trackers: readonly Tracker[]): string {
  return trackers.some(({ stage }) => stage === DEFAULT) ? '' : DEFAULT;
}

/** Undefined in the answer stands for a new tracker. */
async function pickTrackerToUpdate(
  trackers: readonly Tracker[],
  back: boolean,
): Promise<StepResult<Tracker | undefined>> {
  const items: (vscode.QuickPickItem & { tracker: Tracker | undefined })[] = [
    ...trackers.map((tracker) => ({
      label: `$(sync) ${withoutIcons(isWhole(tracker) ? vscode.l10n.t('Update {0}', tracker.stage) : vscode.l10n.t('Finish {0}', tracker.stage))}`,
      description: tracker.outputs.ApiVersion,
      detail: withoutIcons(tracker.status),
      tracker,
    })),
    { label: `$(add) ${vscode.l10n.t('Deploy Another Tracker of This Bucket…')}`, tracker: undefined },
  ];
  const placeholder = vscode.l10n.t('This bucket has a tracker already.');
  const picked = await pickStep({ ...stepOptions(3, back), placeholder }, items);
  return typeof picked === 'object' ? { value: picked.value.tracker } : picked;
}
