import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import { ContextKey } from '../contextKey.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { pickSource } from './pickSource.ts';
import { pollNewFiles } from './pollNewFiles.ts';
import { registerReport } from './registerReport.ts';
import { createSource, isOwnView, type Source } from './source.ts';
import { sourceName } from './sourceName.ts';
import type { SourceNode } from './sourceRows.ts';
import type { SourceStorage } from './sourceStorage.ts';
import { SourcesTree } from './sourcesTree.ts';
import { forgetTracker, rememberedTrackers } from './trackerSettings.ts';
import type { ReadTrackerState } from './trackerState.ts';
import { isOlderTracker } from './trackerVersion.ts';
import { WorkspaceSources } from './workspaceSources.ts';
import { writeSampleLogs } from './writeSampleLogs.ts';

/** The Sources view, and the commands that open, refresh and forget sources. Returns what other features open sources with. */
export function registerSources(
  deps: FeatureDeps,
  storage: SourceStorage,
  showPanel: () => void,
  trackerState: ReadTrackerState,
): {
  open: (source: Source) => Promise<void>;
  openFolder(): Promise<void>;
  openSample(): Promise<void>;
  forget: (source: Source | undefined) => Promise<void>;
  trackerChanged: () => void;
} {
  const { context, commands, session, accounts, visibility, format } = deps;
  const workspace = new WorkspaceSources(context);
  /** What may be opened besides what was opened before. */
  const findOthers = async () => [...rememberedTrackers(), ...(await workspace.find())];
  const tree = new SourcesTree(deps, storage, findOthers, trackerState);
  const view = vscode.window.createTreeView('cloudtrailTracker.sources', { treeDataProvider: tree });
  const isOlder = new ContextKey<boolean>('cloudtrailTracker.olderTracker');
  const isOwn = new ContextKey<boolean>('cloudtrailTracker.ownView');
  const nameSource = () => {
    const { source, overview } = session;
    view.description = source && sourceName(source, format());
    isOwn.set(source !== undefined && isOwnView(source));
    isOlder.set(source?.kind === 'tracker' && isOlderTracker(overview?.status.version));
  };
  nameSource();
  context.subscriptions.push(view, session.onDidChange(nameSource));
  visibility.add(view);

  async function open(source: Source): Promise<void> {
    await session.openSource(source);
    await vscode.commands.executeCommand('cloudtrailTracker.users.focus');
  }

  async function openFolder(): Promise<void> {
    const folders = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: true,
      defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
      openLabel: vscode.l10n.t('Open'),
      title: vscode.l10n.t('Folder of CloudTrail Log Files'),
    });
    if (folders && folders.length > 0) await open(createSource('folder', folders.map(pathOf)));
  }

  async function openSample(): Promise<void> {
    const folder = storage.sampleFolder;
    const source = createSource('sample', [folder], vscode.l10n.t('Sample Data'));
    await commands.withProgress(vscode.l10n.t('Writing sample log files'), async (signal) => {
      // The sample of an earlier day goes, with its index: its events would mix with those of today.
      await forget(source);
      await writeSampleLogs(context.asAbsolutePath('dist/sampleWorker.cjs'), folder, new Date(), signal);
    });
    await open(source);
    showPanel();
  }

  async function forget(source: Source | undefined): Promise<void> {
    if (!source) return;
    await session.whileClosed(source.id, async () => {
      await storage.remove(source.id);
      if (source.kind === 'sample') await storage.removeSample();
      await session.list.forget(source.id);
      if (source.kind === 'tracker') await forgetTracker(source.id);
    });
  }

  async function clearAll(): Promise<void> {
    const clear = vscode.l10n.t('Clear All');
    const detail = vscode.l10n.t(
      'Forgets all sources and the account names of AWS Organizations, and removes indexes and sample data. Your own log files stay as they are.',
    );
    const question = vscode.l10n.t('Clear all local data of CloudTrail Tracker?');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, clear)) !== clear) return;
    await session.whileClosed(undefined, async () => {
      await storage.removeAll();
      for (const { id } of session.list.all()) await session.list.forget(id);
      for (const { id } of rememberedTrackers()) await forgetTracker(id);
      await accounts.forget();
    });
  }

  /** The source that a command was called on, else the current one. */
  const target = (node?: SourceNode) => (node && node.type !== 'fact' ? node.source : session.source);

  commands.register('cloudtrailTracker.openFolder', openFolder);
  commands.register('cloudtrailTracker.trySample', openSample);
  commands.register('cloudtrailTracker.openFolderAsSource', async (uri: vscode.Uri, selected?: vscode.Uri[]) =>
    open(createSource('folder', (selected ?? [uri]).map(pathOf))),
  );
  commands.register('cloudtrailTracker.showFileActivity', async (uri: vscode.Uri, selected?: vscode.Uri[]) => {
    await session.openSource(createSource('file', (selected ?? [uri]).map(pathOf)));
    showPanel();
  });
  commands.register('cloudtrailTracker.openWorkspaceLogs', async () => {
    const [source] = await workspace.find();
    if (source) await open(source);
  });
  commands.register('cloudtrailTracker.useSource', async (node?: SourceNode) => {
    const source = node ? target(node) : await pickSource(session, await findOthers(), format());
    if (source) await session.openSource(source);
  });
  commands.register('cloudtrailTracker.refresh', async () => {
    // A source that cannot even be asked gets a new worker.
    if (session.error !== undefined) await session.close();
    tree.refresh();
    await accounts.look();
    await session.start()?.bringUpToDate({ asked: true });
    await session.refresh();
  });
  commands.register('cloudtrailTracker.cancelIndexing', () => session.open?.cancelIndexing());
  commands.register('cloudtrailTracker.resumeIndexing', async () => session.start()?.resumeIndexing());
  commands.register('cloudtrailTracker.reindex', async () => {
    const { source } = session;
    if (source) await session.whileClosed(source.id, () => storage.removeIndex(source.id));
  });
  commands.register('cloudtrailTracker.forgetSource', (node?: SourceNode) => forget(target(node)));
  commands.register('cloudtrailTracker.clearAllData', clearAll);
  commands.register('cloudtrailTracker.copyValue', async (node: { value?: string }) => {
    if (node.value) await vscode.env.clipboard.writeText(node.value);
  });
  registerReport(deps);
  pollNewFiles(deps);
  openWhatTheWorkspaceHolds(deps, workspace);
  return { open, openFolder, openSample, forget, trackerChanged: () => tree.refresh() };
}

/**
 * The first time that somebody looks into our views in a workspace whose folders hold log files, these are opened. Later
 * it is the user who decides; and in Restricted Mode nothing is read unasked.
 */
function openWhatTheWorkspaceHolds(
  { context, commands, session, visibility }: FeatureDeps,
  workspace: WorkspaceSources,
): void {
  const hasLogs = new ContextKey<boolean>('cloudtrailTracker.workspaceHasLogs');
  const look = async () => {
    const [found] = await workspace.find();
    hasLogs.set(found !== undefined);
    if (found && session.list.currentId === undefined && vscode.workspace.isTrusted) await session.openSource(found);
  };
  let looking: Promise<void> | undefined;
  const lookOnce = () =>
    (looking ??= look()
      .catch(commands.report)
      .finally(() => (looking = undefined)));
  context.subscriptions.push(
    visibility.onDidShow(lookOnce),
    vscode.workspace.onDidGrantWorkspaceTrust(lookOnce),
    vscode.workspace.onDidChangeWorkspaceFolders(lookOnce),
  );
}

/** Log files are read from the disk that the extension runs on. */
function pathOf(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new UserError(vscode.l10n.t('Only folders on the disk can be read, not {0}.', uri.toString()));
}
