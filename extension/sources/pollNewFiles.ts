import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import { settings } from '../settings.ts';

/**
 * Picks up new log files, and other names in the AWS config file, while the user sees something of ours: when the window gets the
 * focus, when a view becomes visible, and at an interval. A watcher on the folders would cost a handle for each of a trail's thousands of old days.
 */
export function pollNewFiles({ context, commands, session, accounts, visibility }: FeatureDeps): void {
  let lastLook = Date.now();
  let lastPeriod = '';

  const look = async () => {
    lastLook = Date.now();
    accounts.look().catch(commands.log);
    await session.open?.bringUpToDate();
    // The last hour is another one a quarter of an hour later, whether events came or not.
    const period = JSON.stringify(session.period);
    if (lastPeriod && period !== lastPeriod) await session.refresh();
    lastPeriod = period;
  };
  const lookIfDue = () => {
    const interval = settings.pollInterval();
    if (interval > 0 && visibility.any && Date.now() - lastLook >= interval) void look();
  };

  const timer = setInterval(lookIfDue, 1000);
  context.subscriptions.push(
    { dispose: () => clearInterval(timer) },
    visibility.onDidShow(lookIfDue),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && visibility.any && settings.pollInterval() > 0) void look();
    }),
  );
}
