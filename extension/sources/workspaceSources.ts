import * as vscode from 'vscode';
import { findLogFolders, type ListFolder } from './findLogFolders.ts';
import { createSource, type Source } from './source.ts';

/**
 * Sources that the workspace holds, told by CloudTrail's layout: per workspace folder all of its log folders as one
 * source, and each by itself where there are several. Looked for once, and again when the workspace changes.
 */
export class WorkspaceSources {
  #found: Promise<Source[]> | undefined;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(vscode.workspace.onDidChangeWorkspaceFolders(() => (this.#found = undefined)));
  }

  find(): Promise<Source[]> {
    return (this.#found ??= find());
  }
}

async function find(): Promise<Source[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const found = await Promise.all(
    folders.map(async ({ uri, name }) => {
      const logFolders = await findLogFolders(uri.fsPath, listFolder);
      if (logFolders.length === 0) return [];
      const each = logFolders.map((folder) => createSource('folder', [folder]));
      return each.length === 1 ? each : [createSource('folder', logFolders, name), ...each];
    }),
  );
  return found.flat();
}

const listFolder: ListFolder = async (folder) => {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder));
  return entries.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
};
