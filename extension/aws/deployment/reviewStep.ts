import path from 'node:path';
import * as vscode from 'vscode';
import { readPackagedTracker } from '../../../backend/aws/deployment/packagedTracker.ts';
import { planDeployment, type DeploymentPlan } from '../../../backend/aws/deployment/planDeployment.ts';
import { newestKey } from '../../../backend/aws/logFileKey.ts';
import { shortName } from '../../../backend/aws/deployment/stackParameters.ts';
import { estimate } from '../../../backend/aws/estimate.ts';
import type { Tell } from '../../commands.ts';
import type { Format } from '../../format.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import { confirm } from '../confirm.ts';
import { nothingChanged, orCancelled } from '../orCancelled.ts';
import type { ShowText } from '../showText.ts';
import { pickStep } from '../steps.ts';
import { completeAnswers, keyOfTrail, parametersOf, type CompleteAnswers, type DeploymentAnswers } from './answers.ts';
import { deployTitle, stepOptions } from './deploymentStep.ts';
import { clearFailedStack } from './failedStack.ts';
import { keyNotes, reviewSummary, reviewText, type Review } from './reviewText.ts';

/**
 * Shows what would be created or changed and what it costs, as a document that can be read in peace, and then asks. Nothing is
 * created before.
 */
export async function askReview(
  deps: AwsDeps,
  showText: ShowText,
  answers: DeploymentAnswers,
): Promise<'next' | 'back' | undefined> {
  const complete = completeAnswers(answers);
  if (!complete) return 'back';
  const { place, choice, stage } = complete;
  if (!(await clearFailedStack(deps, place, choice.identity, stage))) return 'back';
  const finding = deps.commands.withProgress(deployTitle(), (signal, tell) => find(deps, complete, tell, signal));
  const found = await orCancelled(finding, nothingChanged());
  if (!found) return undefined;
  const { plan, review } = found;
  const format = deps.format();
  await showText(`${plan.stackName}.txt`, reviewText(format, review));
  const picked = await pickStep(
    {
      ...stepOptions(5, true),
      placeholder: vscode.l10n.t('The plan is open in the editor. Nothing has been created or changed yet.'),
    },
    [
      {
        label: `$(cloud-upload) ${review.isUpdate ? vscode.l10n.t('Update') : vscode.l10n.t('Deploy')}`,
        detail: reviewSummary(format, review).slice(0, 2).join(' '),
      },
    ],
  );
  if (picked === undefined || picked === 'back') return picked;
  const agreed = await confirm(
    { aws: place.aws, identity: choice.identity },
    {
      question: review.isUpdate
        ? vscode.l10n.t('Update the tracker {0}?', review.stage)
        : vscode.l10n.t('Deploy the tracker {0}?', review.stage),
      lines: [...reviewSummary(format, review), ...review.notes],
      verb: review.isUpdate ? vscode.l10n.t('Update') : vscode.l10n.t('Deploy'),
    },
  );
  if (!agreed) return undefined;
  answers.plan = plan;
  return 'next';
}

async function find(
  { context, format }: AwsDeps,
  { choice, place, stage, retention, tracker }: CompleteAnswers,
  tell: Tell,
  signal: AbortSignal,
): Promise<{ plan: DeploymentPlan; review: Review }> {
  const { aws, bucket, trail } = place;
  tell(vscode.l10n.t('looking how the log files are encrypted'));
  const within = trail?.prefix ? `${trail.prefix}/` : '';
  const { kmsKey } = keyOfTrail(trail) === undefined ? await newestKey(aws, bucket, within, signal) : {};
  tell(vscode.l10n.t('asking CloudFormation what would change'));
  const packaged = await readPackagedTracker(path.join(context.extensionPath, 'dist', 'deployment'), stage);
  const plan = await planDeployment(aws, { packaged, parameters: parametersOf({ place, retention }, kmsKey) }, signal);
  const parameters = Object.fromEntries(
    plan.parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [shortName(ParameterKey), ParameterValue]),
  );
  tell(vscode.l10n.t('reading a sample of one day'));
  const sampled = { bucket, prefix: trail?.prefix, parameters, now: Date.now() };
  const review: Review = {
    stage,
    isUpdate: !plan.isNew,
    account: choice.identity.accountInFull,
    identity: choice.identity.arn,
    region: aws.region,
    bucket,
    retention,
    parameters,
    changes: plan.changes,
    notes: notesOn(format(), plan, { choice, place, retention, tracker }, parameters['kmsKey'] ?? ''),
    estimate: await estimate(aws, sampled, signal),
  };
  return { plan, review };
}

function notesOn(
  format: Format,
  { keptTable }: DeploymentPlan,
  { choice, place, retention, tracker }: Omit<CompleteAnswers, 'stage'>,
  kmsKey: string,
): string[] {
  const { l10n, accountInFull } = format;
  const { bucketOwner, trail } = place;
  const before = tracker?.parameters['Retention'];
  return [
    ...(keptTable === undefined
      ? []
      : [l10n.t('The table {0} is left from an earlier deployment: the tracker goes on with its events.', keptTable)]),
    ...(bucketOwner === ''
      ? []
      : [
          l10n.t(
            'The bucket belongs to account {0}, which has to let the tracker read it.',
            accountInFull(bucketOwner),
          ),
        ]),
    ...keyNotes(format, { kmsKey, ofTrail: trail?.kmsKey, account: choice.identity.account }),
    ...(before === undefined || Number(before) === retention
      ? []
      : [l10n.t('How long events are kept changes for those that are stored from now on.')]),
  ];
}
