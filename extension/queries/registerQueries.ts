import * as vscode from 'vscode';
import type { EventFilter } from '../../backend/core/filter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { withoutIcons } from '../format.ts';
import { namesHidden } from '../names/namesHidden.ts';
import type { ActivityPanel } from '../panel/panelDeps.ts';
import { periodLabel } from '../period/periodLabel.ts';
import { pickOne } from '../pickOne.ts';
import { openFiltered } from './openFiltered.ts';
import { pickQueriesFolder } from './pickQueriesFolder.ts';
import { QueriesTree } from './queriesTree.ts';
import { targetOf, type QueryNode } from './queryNode.ts';
import { countText } from './queryText.ts';
import { SavedQueries, type WorkspaceQuery } from './savedQueries.ts';
import { saveQuery } from './saveQuery.ts';
import type { Query } from './query.ts';
import { whoChangedThis } from './whoChangedThis.ts';

/** The Queries view and its commands, and Who Changed This?…. `currentFilter`: what the activity panel is filtered by. */
export function registerQueries(deps: FeatureDeps, panel: ActivityPanel, currentFilter: () => EventFilter): void {
  const { context, commands, session, visibility, format } = deps;
  const saved = new SavedQueries(context);
  const tree = new QueriesTree(deps, saved);
  const view = vscode.window.createTreeView('cloudtrailTracker.queries', { treeDataProvider: tree });
  const describe = () => {
    view.description = session.source && periodLabel(session.periodChoice, session.period, format());
  };
  describe();
  context.subscriptions.push(view, session.onDidChange(describe));
  visibility.add(view);

  const show = (query: Query) => view.reveal(tree.rowOf(query), { select: true, focus: true, expand: true });

  async function run(query: Query): Promise<void> {
    // What was left is the answer, not the events that created it and much else.
    if (query.kind === 'leftRunning') await show(query);
    else await openFiltered(session, panel, query);
  }

  async function pickQuery(title: string, placeholder: string, among: readonly Query[]): Promise<Query | undefined> {
    const items = among.map((query) => ({
      label: `$(${query.icon}) ${withoutIcons(query.name)}`,
      description: countText(query, tree.counts.of(query), format(), Date.now()),
      detail: withoutIcons(query.description),
      query,
    }));
    return (await pickOne(items, undefined, { title, placeholder }))?.query;
  }

  /** The query that a command was called on, else one of the user's own that is picked. */
  async function ownQuery(node: QueryNode | undefined, title: string): Promise<WorkspaceQuery | undefined> {
    if (node) return node.type === 'query' && 'file' in node.query ? node.query : undefined;
    const { queries } = await saved.all();
    if (queries.length === 0) throw new UserError(vscode.l10n.t('No query is saved in this workspace.'));
    const picked = await pickQuery(title, vscode.l10n.t('Queries saved in this workspace'), queries);
    return queries.find((query) => query === picked);
  }

  commands.register('cloudtrailTracker.runQuery', async (node?: QueryNode) => {
    const target = node && targetOf(node);
    if (target) return openFiltered(session, panel, target);
    if (!session.source) throw new UserError(vscode.l10n.t('No source is open. Open a folder of log files first.'));
    const queries = await tree.queries();
    // The list does not wait for an answer from elsewhere.
    if (!session.isRemote) await tree.counts.refresh(queries);
    const picked = await pickQuery(
      vscode.l10n.t('Run Query'),
      vscode.l10n.t('Show what a query finds in the current period'),
      queries,
    );
    if (picked) await run(picked);
  });
  commands.register('cloudtrailTracker.saveQuery', async () => {
    // Pseudonyms in a file would be of no use to anybody, and names would show.
    if (session.namesHidden) throw namesHidden();
    const name = await saveQuery(session, saved, currentFilter());
    const query = (await saved.all()).queries.find((each) => each.name === name);
    if (query) await view.reveal(tree.rowOf(query), { select: true, focus: false });
  });
  commands.register('cloudtrailTracker.editQueries', async (node?: QueryNode) => {
    if (node?.type === 'problem') return saved.edit(node.problem);
    if (node?.type === 'query' && 'file' in node.query) return saved.edit(node.query);
    const folder = await pickQueriesFolder();
    if (folder) await saved.edit(folder);
  });
  commands.register('cloudtrailTracker.deleteQuery', async (node?: QueryNode) => {
    const query = await ownQuery(node, vscode.l10n.t('Delete Query'));
    if (!query) return;
    const remove = vscode.l10n.t('Delete');
    const question = vscode.l10n.t('Delete the query {0}?', query.name);
    if ((await vscode.window.showWarningMessage(question, { modal: true }, remove)) === remove)
      await saved.remove(query);
  });
  commands.register('cloudtrailTracker.whoChangedThis', () => whoChangedThis(deps, panel));
}
