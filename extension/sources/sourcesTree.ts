import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import { periodDates } from '../period/periodLabel.ts';
import type { SourceStorage } from './sourceStorage.ts';
import {
  factRows,
  sourceContext,
  sourceDescription,
  type SourceContext,
  type SourceNode,
  type SourceState,
} from './sourceRows.ts';
import type { WorkspaceSources } from './workspaceSources.ts';

/** The Sources view: what is open, what was open before, and what the workspace holds. */
export class SourcesTree implements vscode.TreeDataProvider<SourceNode> {
  readonly #deps: FeatureDeps;
  readonly #storage: SourceStorage;
  readonly #workspace: WorkspaceSources;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: FeatureDeps, storage: SourceStorage, workspace: WorkspaceSources) {
    this.#deps = deps;
    this.#storage = storage;
    this.#workspace = workspace;
    deps.session.onDidChange(() => this.#changed.fire());
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(node?: SourceNode): Promise<SourceNode[]> {
    const { session } = this.#deps;
    if (node) {
      const state = node.type === 'source' && node.current ? this.#state() : undefined;
      if (node.type !== 'source' || !state) return [];
      const size = await this.#storage.size(node.source.id);
      return factRows(node.source, state, size, this.#deps.format());
    }
    session.start();
    const sources = session.list.all();
    const found = (await this.#workspace.find()).filter(({ id }) => !sources.some((source) => source.id === id));
    const currentId = session.source?.id;
    return [
      ...sources.map((source): SourceNode => ({ type: 'source', source, current: source.id === currentId })),
      ...found.map((source): SourceNode => ({ type: 'found', source })),
    ];
  }

  getTreeItem(node: SourceNode): vscode.TreeItem {
    switch (node.type) {
      case 'source':
        return this.#sourceItem(node);
      case 'found':
        return this.#foundItem(node);
      case 'fact':
        return factItem(node);
    }
  }

  #state(): SourceState | undefined {
    const { open, overview } = this.#deps.session;
    return open && { status: overview?.status, progress: open.progress, indexing: open.indexing };
  }

  #sourceItem(node: SourceNode & { type: 'source' }): vscode.TreeItem {
    const { source, current } = node;
    const format = this.#deps.format();
    const state = current ? this.#state() : undefined;
    const expanded = current ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(source.name, expanded);
    // A source that becomes the current one gets children: with another id VS Code expands it.
    item.id = current ? `current/${source.id}` : source.id;
    item.description = sourceDescription(source, state, format);
    item.contextValue = sourceContext(state);
    item.iconPath = new vscode.ThemeIcon(current ? 'folder-active' : source.kind === 'file' ? 'file-zip' : 'folder');
    const { oldestEvent, newestEvent } = source.facts ?? {};
    const covers =
      oldestEvent && newestEvent ? { from: Date.parse(oldestEvent), to: Date.parse(newestEvent) } : undefined;
    item.tooltip = [source.name, ...source.roots, ...(covers ? [periodDates(covers, format)] : [])].join('\n');
    item.accessibilityInformation = { label: `${source.name}, ${item.description}` };
    if (!current) item.command = command('cloudtrailTracker.useSource', vscode.l10n.t('Use This Source'), node);
    return item;
  }

  #foundItem(node: SourceNode & { type: 'found' }): vscode.TreeItem {
    const { source } = node;
    const item = new vscode.TreeItem(source.name);
    item.id = `found/${source.id}`;
    item.description = vscode.l10n.t('not opened');
    item.contextValue = 'foundSource' satisfies SourceContext;
    item.iconPath = new vscode.ThemeIcon('folder-library');
    item.tooltip = [source.name, ...source.roots].join('\n');
    item.accessibilityInformation = { label: `${source.name}, ${item.description}` };
    item.command = command('cloudtrailTracker.useSource', vscode.l10n.t('Use This Source'), node);
    return item;
  }
}

function factItem({ id, label, description, icon, report }: SourceNode & { type: 'fact' }): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.description = description;
  item.contextValue = (report ? 'sourceProblems' : 'sourceFact') satisfies SourceContext;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = `${label}: ${description}`;
  item.accessibilityInformation = { label: `${label}, ${description}` };
  if (report)
    item.command = command('cloudtrailTracker.showReport', vscode.l10n.t('Show What Was Skipped or Rejected'));
  return item;
}

function command(id: string, title: string, ...args: unknown[]): vscode.Command {
  return { command: id, title, arguments: args };
}
