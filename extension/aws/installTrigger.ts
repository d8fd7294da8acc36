import * as vscode from 'vscode';
import { describeRule, type Rule } from '../../backend/aws/notification.ts';
import { keyStanding, newestKey } from '../../backend/aws/logFileKey.ts';
import { accessStatements, isForeignBucket, ownerStatements, overlapAdvice } from '../../backend/aws/statements.ts';
import type { Tracker } from '../../backend/aws/trackers.ts';
import {
  applyTrigger,
  isApplied,
  planTrigger,
  readTriggerRules,
  removeTrigger,
  ruleId,
  type TriggerPlace,
} from '../../backend/aws/trigger.ts';
import { findTriggerPrefixes } from '../../backend/aws/triggerPrefixes.ts';
import { isDenied } from '../../backend/aws/awsErrors.ts';
import { UserError } from '../../backend/core/userError.ts';
import { withoutIcons } from '../format.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { confirm } from './confirm.ts';
import { nothingChanged, orCancelled } from './orCancelled.ts';
import { pickTracker, type TrackerChoice } from './pickTracker.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';
import { pickStep } from './steps.ts';
import { accessLines } from './triggerText.ts';

/** Install Trigger…: lets the trail's bucket tell the tracker's queue of new log files, beside whatever it tells others. */
export function createInstallTrigger(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  const title = () => vscode.l10n.t('Install Trigger');

  return async (node) => {
    requireTrust();
    const choice = await pickTracker(deps, title(), node);
    if (!choice) return;
    const place = placeOf(choice.tracker);
    let prefix: string | undefined;
    try {
      prefix = await orCancelled(pickPrefix(deps, title(), choice, place.bucket), nothingChanged());
      if (prefix !== undefined) await install(deps, showText, choice, place, prefix);
    } catch (error) {
      if (!(error instanceof UserError) || !isDenied(error)) throw error;
      // Whoever may not change the bucket can ask somebody who may.
      const show = vscode.l10n.t('Show What Its Owner Must Do');
      if ((await vscode.window.showErrorMessage(error.message, show)) === show)
        await showText('owner.md', ownerStatements(choice.tracker, { prefix }));
    }
  };
}

/** Remove Trigger…: takes out the rule that Install Trigger… has added, and nothing else. */
export function createRemoveTrigger(deps: AwsDeps): (node?: unknown) => Promise<void> {
  return async (node) => {
    requireTrust();
    const choice = await pickTracker(deps, vscode.l10n.t('Remove Trigger'), node);
    if (!choice) return;
    const place = placeOf(choice.tracker);
    const reading = vscode.l10n.t('Reading the notifications of {0}', place.bucket);
    const readRules = () =>
      deps.commands.withProgress(reading, (signal) => readTriggerRules(choice.aws, place, signal));
    const rules = await orCancelled(readRules(), nothingChanged());
    if (!rules) return;
    const { own, byHand } = rules;
    if (own.length === 0) {
      void vscode.window.showInformationMessage([noTrigger(place), ...stayLines(byHand)].join(' '));
      return;
    }
    const agreed = await confirm(choice, {
      question: vscode.l10n.t('Remove the trigger of the tracker {0}?', choice.tracker.stage),
      lines: [
        ...own.map((rule) => `− ${describeRule(rule)}`),
        ...(byHand.length === 0
          ? [vscode.l10n.t('The bucket {0} no longer tells the tracker of new log files.', place.bucket)]
          : stayLines(byHand)),
        vscode.l10n.t('Its other notifications, and the events that are stored, stay.'),
      ],
      verb: vscode.l10n.t('Remove'),
    });
    if (!agreed) return;
    const working = vscode.l10n.t('Removing the trigger');
    const removing = deps.commands.withProgress(working, (signal) => removeTrigger(choice.aws, place, signal));
    const removed = await orCancelled(removing, async () =>
      (await readRules()).own.length > 0
        ? nothingChanged()
        : vscode.l10n.t('Cancelled too late: the trigger is removed. The command Install Trigger… installs it again.'),
    );
    deps.trackerChanged();
    if (!removed) return;
    void vscode.window.showInformationMessage(
      removed.length === 0
        ? noTrigger(place)
        : vscode.l10n.t('Removed, and verified by reading back: {0}', removed.map(describeRule).join('; ')),
    );
  };
}

function noTrigger({ bucket }: TriggerPlace): string {
  return vscode.l10n.t('There was no trigger of this tracker on the bucket {0}.', bucket);
}

/** Rules that others have made for the tracker's queue are theirs to remove. */
function stayLines(byHand: readonly Rule[]): string[] {
  return byHand.map((rule) =>
    vscode.l10n.t('This rule, which was made by hand, stays and leads to the tracker too: {0}', describeRule(rule)),
  );
}

/** The bucket and the queue of a tracker. Throws where its stack has none. */
export function placeOf({ stackName, status, account, outputs, parameters }: Tracker): TriggerPlace {
  const { BucketName: bucket, QueueArn: queueArn } = outputs;
  if (!bucket || !queueArn)
    throw new UserError(vscode.l10n.t('The tracker {0} is in the state {1} and has no queue.', stackName, status));
  return { bucket, queueArn, account: parameters['BucketOwner'] || account, id: ruleId(stackName) };
}

async function install(
  deps: AwsDeps,
  showText: ShowText,
  choice: TrackerChoice,
  place: TriggerPlace,
  prefix: string,
): Promise<void> {
  const reading = vscode.l10n.t('Reading the notifications of {0}', place.bucket);
  const planning = deps.commands.withProgress(reading, (signal) => planTrigger(choice.aws, place, prefix, signal));
  const plan = await orCancelled(planning, nothingChanged());
  if (!plan) return;
  if (plan.isDone) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The trigger is installed already: {0}', describeRule(plan.rule)),
    );
    return;
  }
  if (plan.overlap)
    return offerOtherWays(showText, choice.tracker, plan.overlap, plan.before.EventBridgeConfiguration !== undefined);
  const access = await orCancelled(lookAtAccess(deps, showText, choice, place.bucket, prefix), nothingChanged());
  if (!access) return;
  const kept = plan.after.QueueConfigurations!.length - 1 + countOthers(plan.before);
  const agreed = await confirm(choice, {
    question: vscode.l10n.t('Install the trigger of the tracker {0}?', choice.tracker.stage),
    lines: [
      vscode.l10n.t('The notifications of the bucket {0} change as follows:', place.bucket),
      ...plan.replaced.map((rule) => `− ${describeRule(rule)}`),
      `+ ${describeRule(plan.rule)}`,
      kept === 1
        ? vscode.l10n.t('1 other rule stays as it is.')
        : vscode.l10n.t('{0} other rules stay as they are.', kept),
      ...access,
    ],
    verb: vscode.l10n.t('Install'),
  });
  if (!agreed) return;
  const working = vscode.l10n.t('Installing the trigger');
  const applying = deps.commands.withProgress(working, async (signal) => {
    await applyTrigger(choice.aws, plan, signal);
    return true;
  });
  const isInstalled = await orCancelled(applying, async () =>
    (await deps.commands.withProgress(reading, (signal) => isApplied(choice.aws, plan, signal)))
      ? vscode.l10n.t('Cancelled too late: the trigger is installed. The command Remove Trigger… takes it out again.')
      : nothingChanged(),
  );
  deps.trackerChanged();
  if (!isInstalled) return;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Installed, and verified by reading back. Log files that come from now on arrive within minutes.'),
  );
}

/** Whether the tracker will be able to read what it is told of: what others must add is shown before anything is installed. */
async function lookAtAccess(
  deps: AwsDeps,
  showText: ShowText,
  { aws, tracker }: TrackerChoice,
  bucket: string,
  prefix: string,
): Promise<string[]> {
  const looking = vscode.l10n.t('Looking how the log files are encrypted');
  const key = await deps.commands.withProgress(looking, (signal) => newestKey(aws, bucket, prefix, signal));
  const lines = accessLines(deps.format(), tracker, key);
  const isNeeded = isForeignBucket(tracker) || keyStanding(tracker, key.kmsKey) !== 'fine';
  const statements = isNeeded ? accessStatements(tracker, { prefix, kmsKey: key.kmsKey }) : undefined;
  if (statements !== undefined) await showText('access.md', statements);
  return lines;
}

function countOthers({
  TopicConfigurations = [],
  LambdaFunctionConfigurations = [],
}: Awaited<ReturnType<typeof planTrigger>>['before']): number {
  return TopicConfigurations.length + LambdaFunctionConfigurations.length;
}

async function offerOtherWays(
  showText: ShowText,
  tracker: Tracker,
  rule: Rule,
  hasEventBridge: boolean,
): Promise<void> {
  const show = vscode.l10n.t('Show Other Ways');
  const detail = vscode.l10n.t(
    'The bucket tells somebody else of the same objects, and S3 allows one receiver only. The rule stays as it is: {0}',
    describeRule(rule),
  );
  const question = vscode.l10n.t('The trigger cannot be installed beside another rule.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, show)) === show)
    await showText('trigger.md', overlapAdvice(tracker, rule, hasEventBridge));
}

/** The trail's own prefix, taken from the keys that are there. Undefined when the user gives up. */
async function pickPrefix(
  deps: AwsDeps,
  title: string,
  { aws }: TrackerChoice,
  bucket: string,
): Promise<string | undefined> {
  const looking = vscode.l10n.t('Looking for log files in {0}', bucket);
  const found = await deps.commands.withProgress(looking, (signal) =>
    findTriggerPrefixes(aws, bucket, Date.now(), signal),
  );
  if (found.length === 1) return found[0]?.prefix;
  const picked = await pickStep(
    { title, placeholder: vscode.l10n.t('The trail whose log files are to arrive') },
    found.map(({ prefix, accounts, newestDay }) => ({
      label: withoutIcons(prefix),
      description: vscode.l10n.t('accounts: {0}, newest log file: {1}', accounts, newestDay),
      prefix,
    })),
  );
  return typeof picked === 'object' ? picked.value.prefix : undefined;
}
