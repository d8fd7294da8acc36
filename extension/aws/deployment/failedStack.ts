import * as vscode from 'vscode';
import { deleteStack } from '../../../backend/aws/deployment/deployTracker.ts';
import { followStack, type StackProgress } from '../../../backend/aws/deployment/followStack.ts';
import { conditionOf } from '../../../backend/aws/deployment/planDeployment.ts';
import { settledStack } from '../../../backend/aws/deployment/settledStack.ts';
import type { Aws } from '../../../backend/aws/openAws.ts';
import { stackName, type Stack } from '../../../backend/aws/stack.ts';
import { UserError } from '../../../backend/core/userError.ts';
import type { Tell } from '../../commands.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import { confirm } from '../confirm.ts';
import type { NamedIdentity } from '../pickAws.ts';
import type { TrailPlace } from './answers.ts';

/** How often CloudFormation is asked, in milliseconds. */
const INTERVAL = 2_000;

/**
 * Makes way for a deployment: what is under way is waited for, and a stack whose creation failed is deleted, if the user agrees. False
 * where not. Throws a UserError for an update that fails meanwhile, and for a stack that has to be brought back by hand.
 */
export async function clearFailedStack(
  deps: AwsDeps,
  { aws }: TrailPlace,
  identity: NamedIdentity,
  stage: string,
): Promise<boolean> {
  const name = stackName(stage);
  const waiting = vscode.l10n.t('Looking what is under way with {0}', name);
  const { stack, failure } = await deps.commands.withProgress(waiting, (signal, tell) =>
    settledStack(aws, name, { onProgress: told(tell), interval: INTERVAL }, signal),
  );
  if (!stack) return true;
  switch (conditionOf(stack)) {
    case 'none':
    case 'ready':
    case 'busy':
      if (failure) throw failure;
      return true;
    case 'stuck':
      throw new UserError(
        vscode.l10n.t(
          'The stack {0} is in the state {1}. In the CloudFormation console, choose the stack and "Continue update rollback", then try again.',
          name,
          stack.status,
        ),
        { status: 409 },
      );
    case 'failed': {
      const agreed = await confirm(
        { aws, identity },
        {
          question: vscode.l10n.t('Delete the failed creation of the tracker {0} first?', stage),
          lines: [
            ...(failure ? [failure.message] : []),
            vscode.l10n.t('The stack {0} is in the state {1} and cannot be updated.', name, stack.status),
            vscode.l10n.t('A table with events is not deleted: the next deployment goes on with it.'),
          ],
          verb: vscode.l10n.t('Delete'),
        },
      );
      if (agreed) await deleteFailed(deps, aws, stack);
      return agreed;
    }
  }
}

/** Deletes a stack and waits until it is gone. */
export async function deleteFailed({ commands }: AwsDeps, aws: Aws, stack: Stack): Promise<void> {
  await commands.withProgress(vscode.l10n.t('Deleting the failed creation'), async (signal, tell) => {
    await deleteStack(aws, stack);
    await followStack(aws, stack, { since: undefined, onProgress: told(tell), interval: INTERVAL }, signal);
  });
}

/** What CloudFormation does to which resource. */
function told(tell: Tell): (progress: StackProgress) => void {
  return ({ resource, status }) => tell(`${resource} ${status}`);
}
