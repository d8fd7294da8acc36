import * as vscode from 'vscode';
import { bucketFacts } from '../../../backend/aws/bucketFacts.ts';
import { readProfiles } from '../../../backend/aws/profiles.ts';
import type { Trail } from '../../../backend/aws/trails.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import type { AwsChoice } from '../pickAws.ts';
import type { StepResult } from '../steps.ts';
import type { TrailPlace } from './answers.ts';
import { deployTitle } from './deploymentStep.ts';
import { wrongAccountText } from './wrongAccount.ts';

/**
 * Where a tracker of a bucket has to be: in the bucket's region, for S3 notifies queues of its own region only, and in the account of
 * its owner. A profile of another account is refused, and the user is told which fit.
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
  if (facts.owner === identity.account) return { value: { aws: there, bucket, bucketOwner: '', trail } };

  const other = vscode.l10n.t('Choose Another Profile');
  const detail = wrongAccountText(deps.format(), facts.owner, profiles);
  const question = vscode.l10n.t(
    'The bucket {0} is not known to be one of account {1}.',
    bucket,
    identity.accountInFull,
  );
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, other);
  return answer === other ? 'otherProfile' : 'back';
}
