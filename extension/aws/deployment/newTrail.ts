import * as vscode from 'vscode';
import { createTrail, planTrail, type TrailPlan } from '../../../backend/aws/createTrail.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import { confirm } from '../confirm.ts';
import { orCancelled } from '../orCancelled.ts';
import type { AwsChoice } from '../pickAws.ts';
import type { StepResult } from '../steps.ts';
import { deployTitle } from './deploymentStep.ts';

/** Creates a trail and its bucket, after the user has seen what that is. Answers the bucket. */
export async function offerNewTrail(deps: AwsDeps, choice: AwsChoice): Promise<StepResult<string>> {
  const { aws, identity } = choice;
  const looking = `${deployTitle()}: ${vscode.l10n.t('Looking what is there')}`;
  const plan = await deps.commands.withProgress(looking, (signal) => planTrail(aws, identity, signal));
  const agreed = await confirm(choice, {
    question: vscode.l10n.t('Create the trail {0}?', plan.name),
    lines: [
      plan.bucketExists
        ? vscode.l10n.t('The bucket {0} is there from an earlier attempt and is used.', plan.bucket)
        : vscode.l10n.t('The bucket {0} is created: private, encrypted, only for this trail.', plan.bucket),
      plan.trailExists
        ? vscode.l10n.t('The trail is there from an earlier attempt, and is started.')
        : vscode.l10n.t('The trail records the management events of all regions, with log file validation.'),
      vscode.l10n.t(
        'The first copy of management events is free. S3 charges for storing the log files, less than $3 a month for most accounts. Where another trail records them already, this one is a second copy, which costs $2 for 100,000 events.',
      ),
      vscode.l10n.t('The first log file comes within a quarter of an hour.'),
    ],
    verb: vscode.l10n.t('Create Trail'),
  });
  if (!agreed) return 'back';
  const creating = deps.commands.withProgress(vscode.l10n.t('Creating the trail'), async (signal, tell) => {
    await createTrail(aws, plan, (step) => tell(stepText(step)), signal);
    return { value: plan.bucket };
  });
  // A request that was given up may have arrived all the same.
  return orCancelled(creating, async () =>
    whatIsThere(plan, await deps.commands.withProgress(looking, (signal) => planTrail(aws, identity, signal))),
  );
}

function whatIsThere(before: TrailPlan, { name, bucket, bucketExists, trailExists }: TrailPlan): string {
  if (trailExists)
    return vscode.l10n.t(
      'Cancelled. The trail {0} and its bucket {1} are there, but the trail may not record yet: the console of CloudTrail starts it ("Start logging").',
      name,
      bucket,
    );
  if (bucketExists && !before.bucketExists)
    return vscode.l10n.t(
      'Cancelled. The bucket {0} was created and is empty, the trail was not. The command goes on from there when it is run again.',
      bucket,
    );
  return vscode.l10n.t('Cancelled. No trail was created.');
}

function stepText(step: 'bucket' | 'policy' | 'trail' | 'logging'): string {
  switch (step) {
    case 'bucket':
      return vscode.l10n.t('the bucket');
    case 'policy':
      return vscode.l10n.t("the bucket's policy");
    case 'trail':
      return vscode.l10n.t('the trail');
    case 'logging':
      return vscode.l10n.t('starts logging');
  }
}
