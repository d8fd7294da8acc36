import * as vscode from 'vscode';
import { unlessMissing } from '../workspaceFiles/workspaceFile.ts';
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

async function freeFile(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(folder, number === 1 ? name : name.replace(/(?=\.lab\.json$)/, `-${number}`));
    if (!(await unlessMissing(vscode.workspace.fs.stat(file)))) return file;
  }
}
