import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { isActivity, type TreeNode } from '../tree/activityNode.ts';
import { pickFolder } from '../workspaceFiles/pickFolder.ts';
import { textOf } from '../workspaceFiles/workspaceFile.ts';
import { GROUPS_FILE, type ClassFiles, type WorkspaceGroup } from './classFiles.ts';

const EMPTY = '{\n  "groups": []\n}\n';
/** To be filled in, between the brackets of EMPTY. The editor indents it as the line that it goes into. */
const EXAMPLE =
  '\n  {\n    "name": "${1:Class}",\n    "description": "$2",\n    "members": ["${3:student{1..20\\}}"]$0\n  }\n';

/** Edit Groups: of a row of the Users view at that group, else the file of the workspace, which is made where there is none. */
export function registerGroups({ commands }: FeatureDeps, classes: ClassFiles): void {
  commands.register('cloudtrailTracker.editGroups', async (node?: TreeNode) => {
    const groups = await classes.groups();
    const name = node && isActivity(node) && node.subject.type === 'group' ? node.subject.name : undefined;
    const named = groups.find((group) => group.name === name);
    if (named) return show(named);
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length > 0) {
      const folder = await pickFolder(folders, vscode.l10n.t('Folder in which the groups are saved'));
      return folder && edit(vscode.Uri.joinPath(folder.uri, GROUPS_FILE));
    }
    // Without a folder there may still be those of the sample.
    if (groups[0]) return show(groups[0]);
    throw new UserError(vscode.l10n.t('Groups are saved in a folder, and none is open in this window.'));
  });
}

async function show({ file, range }: WorkspaceGroup): Promise<void> {
  await vscode.window.showTextDocument(file, { selection: range });
}

/** A file that is made here begins with an example, which is not saved yet. */
async function edit(file: vscode.Uri): Promise<void> {
  const isNew = (await textOf(file)) === undefined;
  if (isNew) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(EMPTY));
  const editor = await vscode.window.showTextDocument(file);
  if (!isNew) return;
  const at = editor.document.positionAt(EMPTY.indexOf(']'));
  await editor.insertSnippet(new vscode.SnippetString(EXAMPLE), at);
}
