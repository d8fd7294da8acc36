import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import { pickFolder } from '../workspaceFiles/pickFolder.ts';

/** The folder of the workspace in which queries are saved; the user chooses where there are several. Undefined when the user gives up. */
export async function pickQueriesFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0)
    throw new UserError(vscode.l10n.t('Queries are saved in a folder, and none is open in this window.'));
  return pickFolder(folders, vscode.l10n.t('Folder in which the queries are saved'));
}
