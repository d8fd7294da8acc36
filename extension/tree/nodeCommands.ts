import * as vscode from 'vscode';
import { hasPseudonym } from '../../backend/core/pseudonyms/pseudonym.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { namesHidden } from '../names/namesHidden.ts';
import type { ActivityPanel } from '../panel/panelDeps.ts';
import { isActivity, nameOf, type ActivityNode, type LevelNode, type Subject, type TreeNode } from './activityNode.ts';
import { arnOf } from './arnOf.ts';
import { consoleUrl } from './consoleUrl.ts';

/** What the rows of the trees offer. */
export function registerNodeCommands({ commands, session }: FeatureDeps, panel: ActivityPanel): void {
  // Without a row, from the palette or a view's title, the panel keeps the filter that it has.
  commands.register('cloudtrailTracker.showActivity', (node?: LevelNode) => panel.open(node?.filter));

  commands.register('cloudtrailTracker.copyName', async (node: TreeNode) => {
    if (isActivity(node)) await vscode.env.clipboard.writeText(copiedOf(node.subject));
  });

  commands.register('cloudtrailTracker.copyArn', async (node: TreeNode) => {
    if (!isActivity(node)) return;
    if (session.namesHidden) throw namesHidden();
    const arn = await findArn(node);
    if (arn === undefined)
      throw new UserError(vscode.l10n.t('The log files name no ARN for {0}.', nameOf(node.subject)));
    await vscode.env.clipboard.writeText(arn);
  });

  commands.register('cloudtrailTracker.openInConsole', async (node: TreeNode) => {
    if (!isActivity(node)) return;
    if (session.namesHidden && hasPseudonym(nameOf(node.subject))) throw namesHidden();
    const url = consoleUrl(node.subject);
    if (url === undefined) throw new UserError(vscode.l10n.t('The AWS console has no page for this.'));
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
  });

  /** Reads the newest record below the row. */
  async function findArn({ subject, filter }: ActivityNode): Promise<string | undefined> {
    if (subject.type !== 'user' && subject.type !== 'session') return undefined;
    const [event] = await session.newestEvents(filter, 1);
    if (!event || !session.open) return undefined;
    const record = await session.open.service.record({ user: event.userIdentity_userName, id: event.id });
    return arnOf(record, subject.type === 'session' ? 'session' : subject.user.kind);
  }
}

/** Of a row that stands for an account its number, whatever it is called. */
function copiedOf(subject: Subject): string {
  return subject.type === 'user' && subject.label === 'home' ? subject.user.home : nameOf(subject);
}
