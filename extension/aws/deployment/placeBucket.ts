import * as vscode from 'vscode';
import { bucketFacts } from '../../../backend/aws/bucketFacts.ts';
import { fittingProfiles } from '../../../backend/aws/fittingProfiles.ts';
import { readProfiles } from '../../../backend/aws/profiles.ts';
import type { Trail } from '../../../backend/aws/trails.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import type { AwsChoice } from '../pickAws.ts';
import { inputStep, type StepResult } from '../steps.ts';
import type { TrailPlace } from './answers.ts';
import { accountProblem } from './checks.ts';
import { deployTitle, stepOptions } from './deploymentStep.ts';

/**
 * Where a tracker of a bucket has to be: in the bucket's region, for S3 notifies queues of its own region only, and in the account of
 * its owner. With a profile of another account the user is told which fit, and may still insist.
 */
export async function placeBucket(
  deps: AwsDeps,
  { aws, identity }: AwsChoice,
  bucket: string,
  trail: Trail | undefined,
): Promise<StepResult<TrailPlace> | 'otherProfile'> {
  const profiles = await readProfiles();
  const accounts = [identity.account, trail?.account, ...profiles.map(({ account }) => account)];
  const looking = vscode.l10n.t('Looking where {0} is', bucket);
  const facts = await deps.commands.withProgress(`${deployTitle()}: ${looking}`, (signal) =>
    bucketFacts(
      aws,
      bucket,
      accounts.filter((account) => account !== undefined),
      signal,
    ),
  );
  const there = facts.region === undefined ? aws : aws.in(facts.region);
  const placed = (bucketOwner: string) => ({ value: { aws: there, bucket, bucketOwner, trail } });
  if (facts.owner === identity.account) return placed('');

  const insist = vscode.l10n.t('Deploy Here Anyway');
  const other = vscode.l10n.t('Choose Another Profile');
  const { sure, possible } = fittingProfiles(profiles, facts.owner ?? '');
  const detail = [
    facts.owner === undefined
      ? vscode.l10n.t(
          'It is not known which account owns it: it is none of those that the profiles name, or this identity may not list the bucket (s3:ListBucket).',
        )
      : vscode.l10n.t(
          'It belongs to account {0}. A tracker is deployed in the account that owns the bucket.',
          facts.owner,
        ),
    ...(sure.length > 0 ? [vscode.l10n.t('Profiles of that account: {0}', sure.join(', '))] : []),
    ...(possible.length > 0 ? [vscode.l10n.t('Profiles that could be: {0}', possible.join(', '))] : []),
    vscode.l10n.t('Elsewhere, the owner has to let the tracker read the log files and has to install the trigger.'),
  ].join('\n\n');
  const question = vscode.l10n.t('The bucket {0} is not known to be one of account {1}.', bucket, identity.account);
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, other, insist);
  if (answer === other) return 'otherProfile';
  if (answer !== insist) return 'back';
  if (facts.owner !== undefined) return placed(facts.owner);

  const owner = await inputStep({
    ...stepOptions(2, true),
    prompt: vscode.l10n.t('The account that owns the bucket {0}', bucket),
    value: identity.account,
    problem: (text) => accountProblem(vscode.l10n, text),
  });
  if (owner === undefined || owner === 'back') return owner;
  return placed(owner.value === identity.account ? '' : owner.value);
}
