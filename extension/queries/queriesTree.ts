import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import { settings } from '../settings.ts';
import { createLeftRunning, type LeftAnswer } from './leftRunningNow.ts';
import { presets } from './presets.ts';
import { QueryCounts } from './queryCounts.ts';
import { leftNodes, queryContext, targetOf, userNodes, type QueryNode } from './queryNode.ts';
import { queryNodeIcon, queryNodeText } from './queryText.ts';
import type { SavedQueries } from './savedQueries.ts';
import type { Query } from './query.ts';

type QueryRow = QueryNode & { type: 'query' };

/** The Queries view: the user's own queries and the presets, how often they match, and below each of them who did it. */
export class QueriesTree implements vscode.TreeDataProvider<QueryNode> {
  readonly counts: QueryCounts;
  readonly #deps: FeatureDeps;
  readonly #saved: SavedQueries;
  readonly #leftRunning: () => Promise<LeftAnswer>;
  readonly #changed = new vscode.EventEmitter<QueryNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** The rows of the queries, the same ones from one look to the next: VS Code tells rows apart by the object when one changes. */
  readonly #rows = new Map<string, QueryRow>();

  constructor(deps: FeatureDeps, saved: SavedQueries) {
    this.#deps = deps;
    this.#saved = saved;
    this.#leftRunning = createLeftRunning(deps.session, Date.now);
    this.counts = new QueryCounts({
      session: deps.session,
      countLeftRunning: async () => {
        const answer = await this.#leftRunning();
        return 'resources' in answer ? answer.resources.length : undefined;
      },
      changed: ({ id }) => {
        const row = this.#rows.get(id);
        if (row) this.#changed.fire(row);
      },
      failed: deps.commands.log,
    });
    deps.session.onDidChange((change) => change === 'view' && this.#changed.fire(undefined));
    saved.onDidChange(() => this.#changed.fire(undefined));
  }

  /** The user's own before those that everybody has. */
  async queries(): Promise<Query[]> {
    return [...(await this.#saved.all()).queries, ...presets(vscode.l10n)];
  }

  /** The row of a query. */
  rowOf(query: Query): QueryNode {
    const row: QueryRow = this.#rows.get(query.id) ?? { type: 'query', id: query.id, value: query.name, query };
    row.query = query;
    this.#rows.set(query.id, row);
    return row;
  }

  async getChildren(node?: QueryNode): Promise<QueryNode[]> {
    const { session, commands } = this.#deps;
    session.start();
    try {
      if (!node) return await this.#roots();
      if (node.type === 'query')
        return await (node.query.kind === 'leftRunning' ? this.#left(node) : this.#users(node));
      return node.type === 'leftKind' ? node.children : [];
    } catch (error) {
      commands.report(error);
      return [];
    }
  }

  getParent(node: QueryNode): QueryNode | undefined {
    return node.parent;
  }

  getTreeItem(node: QueryNode): vscode.TreeItem {
    const query = node.type === 'query' ? node.query : undefined;
    const counted = !query || this.counts.isCounted(query);
    const text = queryNodeText(node, query && this.counts.of(query), counted, this.#deps.format(), Date.now());
    const item = new vscode.TreeItem(text.label, this.#collapsibleState(node));
    item.id = node.id;
    item.description = text.description;
    item.tooltip = text.tooltip;
    item.accessibilityInformation = { label: text.spoken };
    item.contextValue = queryContext(node);
    item.iconPath = new vscode.ThemeIcon(queryNodeIcon(node));
    item.command = commandOf(node);
    return item;
  }

  async #roots(): Promise<QueryNode[]> {
    const { problems } = await this.#saved.all();
    const queries = await this.queries();
    const rows = queries.map((query) => this.rowOf(query));
    // Rows do not wait for their numbers.
    void this.counts.refresh(queries);
    return [...problems.map((problem, at): QueryNode => ({ type: 'problem', id: `problem/${at}`, problem })), ...rows];
  }

  async #users(row: QueryRow): Promise<QueryNode[]> {
    const { filter, scope } = row.query;
    const rows = await this.#deps.session.activity(filter, ['user'], undefined, scope);
    return userNodes(row, rows, settings.maxRowsPerLevel());
  }

  async #left(row: QueryRow): Promise<QueryNode[]> {
    const answer = await this.#leftRunning();
    const { format, session } = this.#deps;
    const note = (text: string): QueryNode[] => [{ type: 'note', id: `${row.id}/note`, text, parent: row }];
    if ('tooMany' in answer)
      return note(
        vscode.l10n.t(
          '{0} of the tracker would have to be read: choose a shorter period',
          format().events(answer.tooMany),
        ),
      );
    if (answer.resources.length === 0 && session.source) return note(vscode.l10n.t('Nothing was left in this period'));
    return leftNodes(row, answer.resources);
  }

  #collapsibleState(node: QueryNode): vscode.TreeItemCollapsibleState {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    if (node.type === 'leftKind') return Collapsed;
    if (node.type !== 'query' || !this.#deps.session.source) return None;
    // What would be read of a tracker is read in pages, in the activity panel.
    if (node.query.kind !== 'leftRunning' && !this.counts.isCounted(node.query)) return None;
    return this.counts.of(node.query)?.count === 0 ? None : Collapsed;
  }
}

/** A click on what was left opens the resource; on the query itself it shows what was left, as the arrow does. */
function commandOf(node: QueryNode): vscode.Command | undefined {
  if (node.type === 'problem')
    return { command: 'cloudtrailTracker.editQueries', title: vscode.l10n.t('Edit Queries'), arguments: [node] };
  if (!targetOf(node) || (node.type === 'query' && node.query.kind === 'leftRunning')) return undefined;
  return { command: 'cloudtrailTracker.runQuery', title: vscode.l10n.t('Run Query'), arguments: [node] };
}
