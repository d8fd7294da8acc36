import * as vscode from 'vscode';
import { isAboutCredentials } from '../../../backend/aws/awsErrors.ts';
import { cancelDeployment, deployTracker, undoable } from '../../../backend/aws/deployment/deployTracker.ts';
import { conditionOf, isAbandoned, type DeploymentPlan } from '../../../backend/aws/deployment/planDeployment.ts';
import type { Aws } from '../../../backend/aws/openAws.ts';
import type { Tracker } from '../../../backend/aws/trackers.ts';
import { findStack } from '../../../backend/aws/stack.ts';
import { UserError } from '../../../backend/core/userError.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import { deleteFailed } from './failedStack.ts';

/**
 * Deploys as planned, and tells how far it is. Cancelling stops following; what becomes of what is under way is then asked. Undefined
 * where the user cancelled.
 */
export async function runDeployment(deps: AwsDeps, aws: Aws, plan: DeploymentPlan): Promise<Tracker | undefined> {
  const title = plan.isNew
    ? vscode.l10n.t('Deploying the tracker {0}', plan.packaged.stage)
    : vscode.l10n.t('Updating the tracker {0}', plan.packaged.stage);
  let cancelled = false;
  try {
    return await deps.commands.withProgress(title, (signal, tell) => {
      signal.addEventListener('abort', () => (cancelled = true));
      return deployTracker(
        aws,
        plan,
        {
          onStage: (stage) => tell(stageText(stage)),
          onProgress: ({ resource, done }) =>
            tell(vscode.l10n.t('3 of 3: {0} ({1} of {2} done)', resource, done, Math.max(done, plan.changes.length))),
        },
        signal,
      );
    });
  } catch (error) {
    if (cancelled) await askWhatBecomes(deps, aws, plan);
    else if (error instanceof UserError) await askAboutFailure(deps, aws, plan, error);
    else throw error;
    return undefined;
  }
}

/**
 * Of a creation that CloudFormation has given up nothing is of use; one that is half done can be gone on with, so that this is what
 * Enter does. Throws the failure where the user has seen nothing of it.
 */
async function askAboutFailure(deps: AwsDeps, aws: Aws, plan: DeploymentPlan, failure: UserError): Promise<void> {
  const question = vscode.l10n.t('The tracker {0} could not be created.', plan.packaged.stage);
  const options = { modal: true, detail: failure.message };
  if (isAboutCredentials(failure) && plan.isNew) {
    // With these nothing can be deleted either.
    await vscode.window.showErrorMessage(question, options);
    return;
  }
  const stack = await findStack(aws.cloudFormation, plan.stackName);
  if (!stack || !isAbandoned(stack)) throw failure;
  const leave = vscode.l10n.t('Leave It as It Is');
  const remove = vscode.l10n.t('Delete the Failed Creation');
  const buttons = conditionOf(stack) === 'failed' ? [remove] : [leave, remove];
  if ((await vscode.window.showErrorMessage(question, options, ...buttons)) === remove)
    await deleteFailed(deps, aws, stack);
}

function stageText(stage: 'bucket' | 'code' | 'stack'): string {
  switch (stage) {
    case 'bucket':
      return vscode.l10n.t('1 of 3: a bucket for the code');
    case 'code':
      return vscode.l10n.t('2 of 3: the code');
    case 'stack':
      return vscode.l10n.t('3 of 3: everything else');
  }
}

/** Asks about what there is, which the plan does not tell: it may have been given up before anything was created, or after all was. */
async function askWhatBecomes({ commands }: AwsDeps, aws: Aws, { stackName }: DeploymentPlan): Promise<void> {
  const stack = await commands.withProgress(vscode.l10n.t('Looking what is under way with {0}', stackName), (signal) =>
    findStack(aws.cloudFormation, stackName, signal),
  );
  const undoing = undoable(stack);
  if (undoing === undefined) {
    void vscode.window.showInformationMessage(
      stack
        ? vscode.l10n.t('Cancelled. The stack {0} is in the state {1}.', stackName, stack.status)
        : vscode.l10n.t('Cancelled. Nothing has been created.'),
    );
    return;
  }
  const undo = undoing === 'creation' ? vscode.l10n.t('Delete What Was Created') : vscode.l10n.t('Cancel the Update');
  const leave = vscode.l10n.t('Leave It as It Is');
  const { question, detail } = whatCanBecome(stackName, undoing, conditionOf(stack) === 'busy');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, undo, leave);
  if (answer !== undo) return;
  const title =
    undoing === 'creation'
      ? vscode.l10n.t('Deleting what was created of {0}', stackName)
      : vscode.l10n.t('Cancelling the update of {0}', stackName);
  const undone = await commands.withProgress(title, (signal, tell) =>
    cancelDeployment(aws, stackName, { onProgress: (status) => tell(status) }, signal),
  );
  void vscode.window.showInformationMessage(
    undone === undefined
      ? vscode.l10n.t('There was nothing left to undo: the stack {0} is done.', stackName)
      : undone === 'update'
        ? vscode.l10n.t('CloudFormation takes the update of {0} back.', stackName)
        : vscode.l10n.t('CloudFormation deletes the stack {0}.', stackName),
  );
}

function whatCanBecome(
  stackName: string,
  undoing: 'update' | 'creation',
  isBusy: boolean,
): { question: string; detail: string } {
  const { l10n } = vscode;
  if (undoing === 'update')
    return {
      question: l10n.t('CloudFormation goes on with the update of {0}.', stackName),
      detail: l10n.t(
        'Cancelled, the tracker becomes what it was before. Otherwise the update goes on; run this command again to see how it ended.',
      ),
    };
  if (!isBusy)
    return {
      question: l10n.t('A part of {0} has been created.', stackName),
      detail: l10n.t('It can be deleted. Otherwise it stays as it is; run this command again to finish it.'),
    };
  return {
    question: l10n.t('CloudFormation goes on with the creation of {0}.', stackName),
    detail: l10n.t(
      'What was created so far can be deleted. Otherwise the creation goes on; run this command again to finish it.',
    ),
  };
}
