import * as vscode from 'vscode';
import type { Source } from '../sources/source.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { connectTo } from './connect.ts';
import type { DeploymentAnswers } from './deployment/answers.ts';
import { bucketOf } from './deployment/checks.ts';
import { deployTitle, stepOptions, type DeploymentStep } from './deployment/deploymentStep.ts';
import { askName } from './deployment/nameStep.ts';
import { offerNextSteps } from './deployment/nextSteps.ts';
import { askRetention } from './deployment/retentionStep.ts';
import { askReview } from './deployment/reviewStep.ts';
import { runDeployment } from './deployment/runDeployment.ts';
import { askTrail } from './deployment/trailStep.ts';
import { pickAwsStep } from './pickAws.ts';
import { pickTracker } from './pickTracker.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';
import { runSteps } from './steps.ts';

/**
 * Deploy or Update Tracker…: finds out where and what for, shows what would be created and what it costs, and does it when the user
 * agrees. On the row of a tracker it brings that one up to date.
 */
export function createDeploy(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  const review: DeploymentStep = (_deps, answers) => askReview(deps, showText, answers);

  return async (node) => {
    requireTrust();
    const known = await knownAnswers(deps, node);
    if (!known) return;
    const steps = known.tracker ? [askRetention, review] : [askProfile, askTrail, askName, askRetention, review];
    const answers = await runSteps(
      steps.map((step) => (given: DeploymentAnswers, back: boolean) => step(deps, given, back)),
      known,
    );
    if (!answers?.plan || !answers.place || !answers.choice) return;
    const { aws } = answers.place;
    const tracker = await runDeployment(deps, aws, answers.plan);
    if (!tracker) return;
    const choice = { aws, identity: answers.choice.identity, tracker };
    await connectTo(deps, choice, tracker, { isNew: answers.plan.isNew });
    if (!answers.plan.isNew) {
      const done = vscode.l10n.t('The tracker {0} is up to date.', tracker.stage);
      void vscode.window.showInformationMessage(done);
      return;
    }
    // The command is done; what is offered next waits for the user.
    void offerNextSteps(deps, showText, choice).catch(deps.commands.report);
  };
}

const askProfile: DeploymentStep = async (deps, answers, back) => {
  const result = await pickAwsStep(deps, { ...stepOptions(1, back), region: 'any' });
  if (result === undefined || result === 'back') return result;
  answers.choice = result.value;
  return 'next';
};

/** Nothing is known at first, but of a tracker on whose row the command was called. Undefined when the user gives up. */
async function knownAnswers(deps: AwsDeps, node: unknown): Promise<DeploymentAnswers | undefined> {
  const isTracker = (node as { source?: Source } | undefined)?.source?.remote?.type === 'tracker';
  if (!isTracker) return {};
  const choice = await pickTracker(deps, deployTitle(), node);
  if (!choice) return undefined;
  const { aws, identity, tracker } = choice;
  const bucket = bucketOf(tracker);
  if (bucket === undefined) return {};
  const place = { aws, bucket, bucketOwner: tracker.parameters['BucketOwner'] ?? '', trail: undefined };
  return { choice: { aws, identity }, place, stage: tracker.stage, tracker };
}
