import * as vscode from 'vscode';
import type { FeatureDeps } from './featureDeps.ts';
import { withoutIcons, type Format } from './format.ts';
import { exactDates, periodLabel } from './period/periodLabel.ts';
import { pickOne } from './pickOne.ts';
import { scopeDetail, scopeLabel } from './scope/scopeLabel.ts';
import { sourceName } from './sources/sourceName.ts';
import { viewName } from './viewName.ts';

/** What the views rest on, as far as the source has told anyway. No age: a tooltip stands as it was made. */
function restingOn({ overview }: FeatureDeps['session'], { l10n, events, moment }: Format): string[] {
  if (!overview) return [];
  const { newestLogFile } = overview.status;
  const count = events(overview.inScope);
  return [newestLogFile === undefined ? count : l10n.t('{0}, newest log file {1}', count, moment(newestLogFile))];
}

/** The one status bar item: what all views are about. A click offers to change each part. */
export function registerStatusBar({ context, commands, session, format }: FeatureDeps): void {
  const item = vscode.window.createStatusBarItem('cloudtrailTracker.view', vscode.StatusBarAlignment.Left);
  item.name = 'CloudTrail Tracker';
  item.command = 'cloudtrailTracker.changeView';
  const update = () => {
    const name = viewName(session, format());
    if (name === undefined) return item.hide();
    item.text = `$(cloud) ${withoutIcons(name)}`;
    item.tooltip = [
      vscode.l10n.t('CloudTrail Tracker: change source, period or scope'),
      `${exactDates(session.period, format())} (${session.timeZone})`,
      scopeDetail(session.scope, vscode.l10n),
      ...restingOn(session, format()),
    ].join('\n');
    item.accessibilityInformation = { label: `CloudTrail Tracker: ${name}`, role: 'button' };
    item.show();
  };
  update();
  context.subscriptions.push(item, session.onDidChange(update));

  commands.register('cloudtrailTracker.changeView', async () => {
    const period = periodLabel(session.periodChoice, session.period, format());
    const items = [
      {
        label: vscode.l10n.t('Source'),
        description: session.source && withoutIcons(sourceName(session.source, format())),
        command: 'cloudtrailTracker.useSource',
      },
      { label: vscode.l10n.t('Period'), description: period, command: 'cloudtrailTracker.pickPeriod' },
      {
        label: vscode.l10n.t('Scope'),
        description: scopeLabel(session.scope, vscode.l10n),
        command: 'cloudtrailTracker.pickScope',
      },
    ];
    const placeholder = vscode.l10n.t('What all views show. Choose what to change.');
    const names = {
      label: vscode.l10n.t('Names'),
      description: session.namesHidden ? vscode.l10n.t('hidden') : vscode.l10n.t('shown'),
      command: session.namesHidden ? 'cloudtrailTracker.showNames' : 'cloudtrailTracker.hideNames',
    };
    const picked = await pickOne([...items, names], undefined, { title: 'CloudTrail Tracker', placeholder });
    if (picked) await vscode.commands.executeCommand(picked.command);
  });
}
