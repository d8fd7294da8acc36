import * as vscode from 'vscode';
import { readGroupProgress, shownMembers, termOf } from './classes/groupProgress.ts';
import { apiTime } from './period/period.ts';
import { periodLabel } from './period/periodLabel.ts';
import { pickPeriod } from './period/pickPeriod.ts';
import type { FeatureDeps } from './featureDeps.ts';
import type { PanelDeps, PanelSource } from './panel/panelDeps.ts';
import { pickColumns } from './panel/pickColumns.ts';
import { readLeftRunning } from './queries/leftRunningNow.ts';
import { leftKindLabel } from './queries/queryText.ts';
import { pickScope } from './scope/pickScope.ts';
import { scopeFilter } from './scope/scope.ts';
import { scopeLabel } from './scope/scopeLabel.ts';
import { placesOf } from './sources/source.ts';
import { sourceName } from './sources/sourceName.ts';
import { settings } from './settings.ts';

/** What the activity panel takes from the session and from other features. */
export function panelDeps(
  { context, commands, session, accounts, classes, format }: FeatureDeps,
  others: Pick<PanelDeps, 'openFolder' | 'openSample' | 'openRecord' | 'exportEvents' | 'exportTable'>,
): PanelDeps {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(session.onDidChange(() => changed.fire()));

  return {
    ...others,
    source(): PanelSource | undefined {
      const open = session.start();
      if (!open) return undefined;
      const { source, indexing } = open;
      const hidden = session.namesHidden ? [vscode.l10n.t('names hidden')] : [];
      return {
        name: sourceName(source, format()),
        // Once names are hidden it is another source to the panel, which forgets what it has shown.
        description: [placesOf(source).join(', '), ...hidden].join(' · '),
        api: session.apiOf(open),
        metered: session.isRemote,
        measure: (spending, ask) => open.measure(spending, ask),
        indexing,
      };
    },
    period() {
      const { period, periodChoice, narrowed } = session;
      return {
        from: apiTime(period.from),
        to: apiTime(period.to),
        label: periodLabel(periodChoice, period, format()),
        narrowed,
      };
    },
    scope() {
      const id = session.scope;
      return { id, label: scopeLabel(id, vscode.l10n), filter: scopeFilter(id) };
    },
    tiles: settings.tiles,
    columns: settings.columns,
    setColumns: settings.setColumns,
    pickColumns,
    timeZone: () => session.timeZone,
    accountNames: () =>
      session.namesHidden ? new Map() : new Map([...accounts.names].map(([account, { name }]) => [account, name])),
    onDidChange: changed.event,
    setPeriod: async (period) =>
      period === 'previous'
        ? session.previousPeriod()
        : period === 'whole'
          ? session.wholePeriod()
          : session.narrowPeriod({ from: Date.parse(period.from), to: Date.parse(period.to) }),
    pickPeriod: () => pickPeriod(session, format()),
    pickScope: () => pickScope(session),
    widenScope: () => session.setScope('everything'),
    classes,
    termOf: (group) => termOf(group, session),
    membersOf: (group) => shownMembers(session, group),
    progressOf: (group, labs, signal) => readGroupProgress(session, group, labs, undefined, signal),
    leftRunning: (period, signal) => readLeftRunning(session, period, Date.now(), signal),
    leftKind: (kind) => leftKindLabel(kind, vscode.l10n),
    openLink: async (link) => void (await vscode.env.openExternal(vscode.Uri.parse(link, true))),
    logError: commands.log,
  };
}
