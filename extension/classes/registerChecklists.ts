import * as vscode from 'vscode';
import { both, type EventFilter } from '../../backend/core/filter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import type { ActivityNode } from '../tree/activityNode.ts';
import { goToUser } from '../tree/goTo.ts';
import { isName, LONGEST_NAME } from '../workspaceFiles/fileReading.ts';
import { pickFolder } from '../workspaceFiles/pickFolder.ts';
import { writeChecklist } from './checklistFiles.ts';
import { importChecklists } from './importChecklist.ts';
import type { Lab, Task } from './lab.ts';
import { labText } from './labText.ts';
import { RECORDED, RECORDED_FIELDS, recordedTasks } from './recordChecklist.ts';

/** The commands that make lab checklists: to be filled in, of what somebody did, and of what the predecessor's portal counted. */
export function registerChecklists(deps: FeatureDeps): void {
  const { commands, session } = deps;

  commands.register('cloudtrailTracker.recordChecklist', async (node?: ActivityNode) => {
    const filter = await userFilter(node);
    if (!filter) return;
    const rows = await session.activity(both(filter, RECORDED), RECORDED_FIELDS, undefined, 'everything');
    if (rows.length === 0)
      throw new UserError(
        vscode.l10n.t('Nothing was changed by this user in this period: there is nothing to record.'),
      );
    const title = await askTitle(vscode.l10n.t('Record Checklist from User'));
    if (title !== undefined) await write([{ title, tasks: recordedTasks(rows) }]);
  });

  commands.register('cloudtrailTracker.newChecklist', async () => {
    const title = await askTitle(vscode.l10n.t('New Lab Checklist'));
    if (title !== undefined) await write([{ title, tasks: [exampleTask()] }]);
  });

  commands.register('cloudtrailTracker.importChecklist', async () => {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import Checklists'),
        openLabel: vscode.l10n.t('Import'),
        filters: { JSON: ['json'] },
      })) ?? [];
    if (!file) return;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const name = file.path.replace(/^.*\//, '').replace(/\.json$/i, '');
    await write(importChecklists(text, name, vscode.l10n));
  });

  /** Of the user that the command was called on, else of one that is picked. */
  async function userFilter(node: ActivityNode | undefined): Promise<EventFilter | undefined> {
    if (node) return node.subject.type === 'user' ? node.filter : undefined;
    return (await goToUser(deps, vscode.l10n.t('Record Checklist from User')))?.filter;
  }
}

/** Shows the last one, and says how many there are where there are several. */
async function write(labs: readonly Pick<Lab, 'title' | 'tasks'>[]): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const placeHolder = vscode.l10n.t('Folder in which the checklist is saved');
  const folder = folders.length > 0 ? await pickFolder(folders, placeHolder) : undefined;
  if (folders.length > 0 && !folder) return;
  let last: vscode.TextDocument | undefined;
  for (const lab of labs) last = await writeChecklist(folder, lab.title, labText(lab));
  if (last) await vscode.window.showTextDocument(last);
  if (labs.length > 1)
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} checklists were imported.', labs.length));
}

function askTitle(title: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Title of the checklist'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === ''
        ? vscode.l10n.t('Type a title.')
        : isName(text)
          ? undefined
          : vscode.l10n.t('A lab needs a title of at most {0} characters.', LONGEST_NAME),
  });
}

/** Something that nearly every course has, to be changed. */
function exampleTask(): Task {
  return {
    title: vscode.l10n.t('Start an instance'),
    filter: { service: { in: ['ec2'] }, eventName: { in: ['RunInstances'] } },
    count: 1,
    explanation: '',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html',
  };
}
