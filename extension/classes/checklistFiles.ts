import * as vscode from 'vscode';
import { labFileName } from './labText.ts';

/** Where checklists are put; wherever else they lie in the workspace, they are found. */
const FOLDER = 'labs';

/**
 * Writes a checklist beside the others of a folder, under a name that no file has yet. Without a folder it becomes an editor that
 * nobody has saved. Resolves to the document.
 */
export async function writeChecklist(
  folder: vscode.WorkspaceFolder | undefined,
  title: string,
  text: string,
): Promise<vscode.TextDocument> {
  if (!folder) return vscode.workspace.openTextDocument({ language: 'json', content: text });
  const file = await freeFile(vscode.Uri.joinPath(folder.uri, FOLDER), labFileName(title));
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return vscode.workspace.openTextDocument(file);
}

/** The folder of the workspace that is written to; the user chooses where there are several. `null` when the user gives up. */
export async function checklistFolder(): Promise<vscode.WorkspaceFolder | undefined | null> {
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (others.length === 0) return first;
  const placeHolder = vscode.l10n.t('Folder in which the checklist is saved');
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder })) ?? null;
}

async function freeFile(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(folder, number === 1 ? name : name.replace(/(?=\.lab\.json$)/, `-${number}`));
    if (!(await exists(file))) return file;
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
