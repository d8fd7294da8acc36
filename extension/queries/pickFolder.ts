import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';

/** The folder of the workspace in which queries are saved; the user chooses where there are several. Undefined when the user gives up. */
export async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (!first) throw new UserError(vscode.l10n.t('Queries are saved in a folder, and none is open in this window.'));
  if (others.length === 0) return first;
  return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Folder in which the queries are saved') });
}
