import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';

/**
 * For commands that create, change or delete something in AWS. Settings of a workspace can lead to other accounts and buckets,
 * so they may do so only where somebody vouches for the workspace. Throws a UserError in Restricted Mode.
 */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    vscode.l10n.t(
      'This changes an AWS account, and the settings of a workspace that is not trusted could point it at the wrong one. Trust this workspace first ("Workspaces: Manage Workspace Trust").',
    ),
    { status: 403 },
  );
}
