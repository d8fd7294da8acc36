import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import { hidesMost } from '../scope/scope.ts';
import { settings } from '../settings.ts';
import { isActivity, type ActivityNode, type HiddenNode, type LevelQuestion, type TreeNode } from './activityNode.ts';
import { startsExpanded } from './userLevels.ts';
import { nodeContext, nodeIcon } from './nodeIcon.ts';
import { nodeText } from './nodeText.ts';
import { levelRows, type SortOrder } from './sortOrder.ts';

/** The Users view and the Services view: each level is one question about activity. */
export class ActivityTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #deps: FeatureDeps;
  readonly #rootLevel: () => LevelQuestion | Promise<LevelQuestion>;
  readonly #order: () => SortOrder;
  readonly #changed = new vscode.EventEmitter<void>();
  #roots: readonly TreeNode[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: FeatureDeps, rootLevel: () => LevelQuestion | Promise<LevelQuestion>, order: () => SortOrder) {
    this.#deps = deps;
    this.#rootLevel = rootLevel;
    this.#order = order;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const { session, commands } = this.#deps;
    session.start();
    if (!node && session.state !== 'ready') return [];
    if (node && !isActivity(node)) return [];
    try {
      const nodes = node?.children ?? (await this.#ask(node ? node.question : await this.#rootLevel()));
      const rows = this.#rows(nodes);
      if (node) return rows;
      this.#roots = rows;
      return [...this.#hidden(), ...rows];
    } catch (error) {
      commands.report(error);
      return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const text = nodeText(node, this.#deps.format(), Date.now());
    const item = new vscode.TreeItem(text.label, collapsibleState(node));
    item.id = node.id;
    item.description = text.description;
    item.tooltip = text.tooltip;
    item.accessibilityInformation = { label: text.spoken };
    item.contextValue = nodeContext(node);
    item.iconPath = new vscode.ThemeIcon(nodeIcon(node));
    item.command = commandOf(node);
    return item;
  }

  /** The row that shows something, among the rows whose levels are known. */
  find(wanted: (node: ActivityNode) => boolean, rows: readonly TreeNode[] = this.#roots): ActivityNode | undefined {
    for (const row of rows) {
      if (!isActivity(row)) continue;
      if (wanted(row)) return row;
      const found = row.children && this.find(wanted, this.#rows(row.children));
      if (found) return found;
    }
    return undefined;
  }

  #hidden(): HiddenNode[] {
    const { overview } = this.#deps.session;
    if (!overview || !hidesMost(overview.inScope, overview.inPeriod)) return [];
    return [
      {
        id: '/hidden',
        subject: { type: 'hidden', hidden: overview.inPeriod - overview.inScope, all: overview.inPeriod },
      },
    ];
  }

  #rows(nodes: readonly ActivityNode[]): TreeNode[] {
    return levelRows(nodes, this.#order(), settings.maxRowsPerLevel(), this.#deps.format().account);
  }

  async #ask(question: LevelQuestion | undefined): Promise<ActivityNode[]> {
    if (!question) return [];
    return question.nodes(await this.#deps.session.activity(question.filter, question.groupBy));
  }
}

/** Groups and kinds are there to be opened and closed; their activity is one click further. */
function commandOf(node: TreeNode): vscode.Command | undefined {
  switch (node.subject.type) {
    case 'group':
    case 'kind':
      return undefined;
    case 'hidden':
      return { command: 'cloudtrailTracker.showEverything', title: vscode.l10n.t('Show Everything') };
    default:
      return { command: 'cloudtrailTracker.showActivity', title: vscode.l10n.t('Show Activity'), arguments: [node] };
  }
}

function collapsibleState(node: TreeNode): vscode.TreeItemCollapsibleState {
  if (!isActivity(node) || (!node.children && !node.question)) return vscode.TreeItemCollapsibleState.None;
  return startsExpanded(node.subject)
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}
