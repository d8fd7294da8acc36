import * as vscode from 'vscode';
import { openLocalSource } from '../backend/local/localSource.ts';
import { Accounts } from './accounts/accounts.ts';
import { awsLoader, sourceToCome } from './aws/loadAws.ts';
import { registerAws } from './aws/registerAws.ts';
import { ClassFiles } from './classes/classFiles.ts';
import { registerLabTests } from './classes/labTests.ts';
import { registerChecklists } from './classes/registerChecklists.ts';
import { registerGroups } from './classes/registerGroups.ts';
import { createCommands } from './commands.ts';
import { registerExport } from './export/registerExport.ts';
import type { FeatureDeps } from './featureDeps.ts';
import { createFormat } from './format.ts';
import { pseudonymKey } from './names/pseudonymKey.ts';
import { registerNames } from './names/registerNames.ts';
import { registerActivityPanel } from './panel/activityPanel.ts';
import { registerFilterCommands } from './panel/filterCommands.ts';
import { panelDeps } from './panelLink.ts';
import { registerPeriod } from './period/pickPeriod.ts';
import { registerQueries } from './queries/registerQueries.ts';
import { registerRecords } from './records/registerRecords.ts';
import { registerScope } from './scope/pickScope.ts';
import { Session } from './session.ts';
import { settings } from './settings.ts';
import { registerSources } from './sources/registerSources.ts';
import type { OpenLocalSource } from './sources/openSource.ts';
import { SourceList } from './sources/sourceList.ts';
import { createSourceStorage } from './sources/sourceStorage.ts';
import { registerStatusBar } from './statusBar.ts';
import { registerTrees } from './tree/registerTrees.ts';
import { Visibility } from './visibility.ts';

/** Called when one of the views becomes visible or a command is run. Nothing is read before a view asks for it. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('CloudTrail Tracker', { log: true });
  context.subscriptions.push(log);
  const commands = createCommands(context, log);
  const storage = createSourceStorage(context.globalStorageUri.fsPath);
  // VS Code keeps no state for a window without a folder.
  const memory = vscode.workspace.workspaceFolders ? context.workspaceState : context.globalState;
  const openLocal: OpenLocalSource = ({ id, roots }, callbacks) =>
    openLocalSource({
      workerFile: context.asAbsolutePath('dist/localWorker.cjs'),
      parseWorkerFile: context.asAbsolutePath('dist/parseWorker.cjs'),
      database: storage.database(id),
      roots,
      version: (context.extension.packageJSON as { version: string }).version,
      ...callbacks,
    });
  const session: Session = new Session({
    list: new SourceList(context.globalState, memory),
    memory,
    open: (source, callbacks) =>
      source.remote
        ? sourceToCome(loadAws().then((aws) => aws.openSource(source, callbacks)))
        : openLocal(source, callbacks),
    now: Date.now,
    timeZone: settings.timeZone,
    groups: () => classes.groups(),
    l10n: vscode.l10n,
    pseudonymKey: pseudonymKey(context.secrets),
    report: commands.report,
  });
  context.subscriptions.push(session);
  const accounts = new Accounts({ memory: context.globalState, setting: settings.accountNames });
  context.subscriptions.push(accounts.onDidChange(() => void session.refresh()));
  accounts.look().catch(commands.log);
  const classes: ClassFiles = new ClassFiles(context, session);
  context.subscriptions.push(classes.onDidChange(() => void session.refresh()));
  // The name of an account may mention somebody.
  const accountName = (account: string) => (session.namesHidden ? undefined : accounts.names.get(account));
  const newFormat = () => createFormat(vscode.l10n, vscode.env.language, session.timeZone, accountName);
  let cached = newFormat();
  const format = () => {
    if (cached.timeZone !== session.timeZone) cached = newFormat();
    return cached;
  };
  const deps: FeatureDeps = { context, commands, session, accounts, classes, visibility: new Visibility(), format };

  const openRecord = registerRecords(deps);
  const exports = registerExport(deps);
  const sources = registerSources(
    deps,
    storage,
    () => panel.open({}),
    async (remote) => (await loadAws()).readTrackerState(remote),
  );
  const { open: show, forget, trackerChanged } = sources;
  const loadAws = awsLoader({ ...deps, storage, openLocal, show, forget, trackerChanged });
  registerAws(deps, loadAws);
  const panel = registerActivityPanel(context, panelDeps(deps, { ...sources, ...exports, openRecord }));
  registerFilterCommands(deps, panel);
  registerTrees(deps, panel);
  registerQueries(deps, panel, () => panel.filter());
  registerChecklists(deps);
  registerLabTests(deps);
  registerGroups(deps, classes);
  registerNames(deps, panel);
  registerPeriod(deps);
  registerScope(deps);
  registerStatusBar(deps);
  commands.register('cloudtrailTracker.showLog', () => log.show());
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('cloudtrailTracker')) return;
      accounts.settingChanged();
      void session.refresh();
    }),
  );
}
