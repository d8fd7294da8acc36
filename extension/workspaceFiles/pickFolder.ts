import * as vscode from 'vscode';

/** The folder of the workspace that is written to: the only one, else the one that the user chooses. Undefined when the user gives up. */
export async function pickFolder(
  folders: readonly vscode.WorkspaceFolder[],
  placeHolder: string,
): Promise<vscode.WorkspaceFolder | undefined> {
  return folders.length === 1 ? folders[0] : vscode.window.showWorkspaceFolderPick({ placeHolder });
}
