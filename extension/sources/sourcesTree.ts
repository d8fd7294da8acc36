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
import { isOwnView, placesOf, type Source } from './source.ts';
import { sourceName } from './sourceName.ts';
import { sourceIcon } from './sourceIcon.ts';
import { trackerRows, type TrackerRowsContext } from './trackerRows.ts';
import type { ReadTrackerState } from './trackerState.ts';
import { createTrackerStates, type TrackerStates } from './trackerStates.ts';

/** Milliseconds between two looks at the queues and the bucket of a tracker. */
const TRACKER_LOOKS = 30_000;

/** The Sources view: what is open, what was open before, and what the workspace holds. */
export class SourcesTree implements vscode.TreeDataProvider<SourceNode> {
  readonly #deps: FeatureDeps;
  readonly #storage: SourceStorage;
  readonly #findOthers: () => Promise<Source[]>;
  readonly #trackerStates: TrackerStates;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** `findOthers`: what may be opened besides what was opened before. */
  constructor(deps: FeatureDeps, storage: SourceStorage, findOthers: () => Promise<Source[]>, read: ReadTrackerState) {
    this.#deps = deps;
    this.#storage = storage;
    this.#findOthers = findOthers;
    this.#trackerStates = createTrackerStates({
      read,
      keep: TRACKER_LOOKS,
      now: Date.now,
      changed: () => this.#changed.fire(),
      failed: (error) => deps.commands.log(error),
    });
    deps.session.onDidChange(() => this.#changed.fire());
  }

  /** Looks anew at what lies beside a tracker too. */
  refresh(): void {
    this.#trackerStates.forget();
    this.#changed.fire();
  }

  async getChildren(node?: SourceNode): Promise<SourceNode[]> {
    const { session } = this.#deps;
    if (node) {
      const state = node.type === 'source' && node.current ? this.#state() : undefined;
      if (node.type !== 'source' || !state) return [];
      const { source } = node;
      const format = this.#deps.format();
      if (source.remote?.type === 'tracker')
        return trackerRows(source, state, this.#trackerStates.of(source.remote), this.#trackerContext());
      return factRows(source, state, await this.#storage.size(source.id), format);
    }
    session.start();
    const sources = session.list.all();
    const found = (await this.#findOthers()).filter(({ id }) => !sources.some((source) => source.id === id));
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

  #trackerContext(): TrackerRowsContext {
    const { version } = this.#deps.context.extension.packageJSON as { version: string };
    return { format: this.#deps.format(), now: Date.now(), version };
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
    const name = sourceName(source, format);
    const item = new vscode.TreeItem(name, expanded);
    // A source that becomes the current one gets children: with another id VS Code expands it.
    item.id = current ? `current/${source.id}` : source.id;
    item.description = sourceDescription(source, state, format);
    item.contextValue = sourceContext(state, source);
    item.iconPath = new vscode.ThemeIcon(sourceIcon(source.kind, current));
    const { oldestEvent, newestEvent } = source.facts ?? {};
    const covers =
      oldestEvent && newestEvent ? { from: Date.parse(oldestEvent), to: Date.parse(newestEvent) } : undefined;
    item.tooltip = [name, ...placesOf(source), ...(covers ? [periodDates(covers, format)] : [])].join('\n');
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    if (!current) item.command = command('cloudtrailTracker.useSource', vscode.l10n.t('Use This Source'), node);
    return item;
  }

  #foundItem(node: SourceNode & { type: 'found' }): vscode.TreeItem {
    const { source } = node;
    const item = new vscode.TreeItem(source.name);
    item.id = `found/${source.id}`;
    const notOpened = vscode.l10n.t('not opened');
    item.description = isOwnView(source) ? `${vscode.l10n.t('own view')} · ${notOpened}` : notOpened;
    item.contextValue =
      source.kind === 'tracker' ? sourceContext(undefined, source) : ('foundSource' satisfies SourceContext);
    item.iconPath = new vscode.ThemeIcon(source.kind === 'tracker' ? sourceIcon('tracker', false) : 'folder-library');
    item.tooltip = [source.name, ...placesOf(source)].join('\n');
    item.accessibilityInformation = { label: `${source.name}, ${item.description}` };
    item.command = command('cloudtrailTracker.useSource', vscode.l10n.t('Use This Source'), node);
    return item;
  }
}

function factItem({ id, label, description, tooltip, icon, report }: SourceNode & { type: 'fact' }): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.description = description;
  item.contextValue = (report ? 'sourceProblems' : 'sourceFact') satisfies SourceContext;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = tooltip ?? `${label}: ${description}`;
  item.accessibilityInformation = { label: `${label}, ${description}` };
  if (report)
    item.command = command('cloudtrailTracker.showReport', vscode.l10n.t('Show What Was Skipped or Rejected'));
  return item;
}

function command(id: string, title: string, ...args: unknown[]): vscode.Command {
  return { command: id, title, arguments: args };
}
