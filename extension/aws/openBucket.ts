import * as vscode from 'vscode';
import { locateBucket } from '../../backend/aws/bucketFacts.ts';
import { findLogPrefixes } from '../../backend/aws/bucketPrefixes.ts';
import { newestDay } from '../../backend/aws/newestDay.ts';
import { planCopy, type CopyPlan } from '../../backend/aws/planCopy.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { confirm } from './confirm.ts';
import { showCopied } from './openCopied.ts';
import { pickAws, type AwsChoice } from './pickAws.ts';
import { pickBucket } from './pickBucket.ts';
import { dayOf, pickLogs, type LogChoice } from './pickLogs.ts';

/** Open Bucket…: log files of a trail's bucket, copied to this computer and indexed here. */
export function createOpenBucket(deps: AwsDeps): () => Promise<void> {
  const { commands } = deps;
  return async () => {
    const title = vscode.l10n.t('Open Bucket');
    const picked = await pickAws(deps, { title, region: 'any' });
    const bucket = picked && (await pickBucket(deps, title, picked.aws));
    if (!bucket) return;
    const looking = vscode.l10n.t('Looking for log files in {0}', bucket);
    const { choice, found } = await commands.withProgress(looking, async (signal) => {
      const { region } = await locateBucket(picked.aws, bucket, signal);
      const aws = region === undefined ? picked.aws : picked.aws.in(region);
      return { choice: { ...picked, aws }, found: await findLogPrefixes(aws, bucket, signal) };
    });
    if (found.length === 0)
      throw new UserError(
        vscode.l10n.t(
          'There is no log file in {0} yet: no folder AWSLogs/…/CloudTrail/ was found. CloudTrail writes the first one some minutes after a trail is created.',
          bucket,
        ),
      );
    let logs = await pickLogs(title, found, Date.now(), deps.format().accountInFull);
    while (logs) {
      const plan = await count(deps, choice, bucket, logs);
      if (plan.files > 0) return openLogs(deps, choice, bucket, logs, plan);
      logs = await offerNewest(deps, choice, bucket, logs);
    }
  };
}

async function count(deps: AwsDeps, { aws }: AwsChoice, bucket: string, logs: LogChoice): Promise<CopyPlan> {
  const selection = { bucket, prefixes: prefixesOf(logs), from: logs.from, to: logs.to ?? dayOf(Date.now()) };
  const counting = vscode.l10n.t('Counting the log files in {0}', bucket);
  return deps.commands.withProgress(counting, (signal) => planCopy(aws, selection, signal));
}

async function openLogs(
  deps: AwsDeps,
  choice: AwsChoice,
  bucket: string,
  logs: LogChoice,
  plan: CopyPlan,
): Promise<void> {
  const { number, bytes, files } = deps.format();
  const dollars = plan.dollars < 0.01 ? '< $0.01' : `$${plan.dollars.toFixed(2)}`;
  const agreed = await confirm(choice, {
    question: vscode.l10n.t('Copy the log files of {0} to this computer?', bucket),
    lines: [
      vscode.l10n.t(
        '{0}, {1}, from {2} to {3}',
        files(plan.files),
        bytes(plan.bytes),
        logs.from,
        logs.to ?? vscode.l10n.t('now'),
      ),
      vscode.l10n.t('Accounts: {0}, regions: {1}', countOf(logs, 'account'), countOf(logs, 'region')),
      vscode.l10n.t(
        '{0} requests; about {1} with the transfer, estimated at the list prices of us-east-1',
        number(plan.lists + plan.gets),
        dollars,
      ),
      vscode.l10n.t('It needs {0}. Nothing is changed in AWS.', 's3:ListBucket, s3:GetObject'),
      ...(logs.to === undefined
        ? [vscode.l10n.t('While a view shows them, new files are looked for every five minutes.')]
        : []),
    ],
    verb: vscode.l10n.t('Open'),
  });
  if (!agreed) return;
  const { profile, region } = choice.aws;
  const { from, to } = logs;
  const days = { from, ...(to !== undefined && { to }) };
  const remote = { ...(profile !== undefined && { profile }), region, bucket, prefixes: prefixesOf(logs), ...days };
  await showCopied(deps, { type: 'bucket', ...remote }, bucket);
}

/** Where the days hold nothing: the days that the newest files are of. */
async function offerNewest(
  deps: AwsDeps,
  { aws }: AwsChoice,
  bucket: string,
  logs: LogChoice,
): Promise<LogChoice | undefined> {
  const looking = vscode.l10n.t('Looking for log files in {0}', bucket);
  const newest = await deps.commands.withProgress(looking, (signal) =>
    newestDay(aws, bucket, prefixesOf(logs), signal),
  );
  if (newest === undefined) throw new UserError(vscode.l10n.t('There are no log files in {0}.', bucket));
  const from = dayOf(Date.parse(newest), -6);
  const open = vscode.l10n.t('Take {0} to {1}', from, newest);
  const message = vscode.l10n.t('Those days have no log files. The newest are of {0}.', newest);
  const answer = await vscode.window.showInformationMessage(message, { modal: true }, open);
  return answer === open ? { ...logs, from, to: newest } : undefined;
}

function prefixesOf({ prefixes }: LogChoice): string[] {
  return prefixes.map(({ prefix }) => prefix);
}

function countOf({ prefixes }: LogChoice, field: 'account' | 'region'): number {
  return new Set(prefixes.map((each) => each[field])).size;
}
