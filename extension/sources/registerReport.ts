import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import { MOST_PROBLEMS, reportText } from './report.ts';

const SCHEME = 'cloudtrail-report';

/** The report on what was skipped or rejected of the current source: a read-only document that follows the index. */
export function registerReport({ context, commands, session, format }: FeatureDeps): void {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${vscode.l10n.t('Log Files Report')}.txt` });
  const changed = new vscode.EventEmitter<vscode.Uri>();
  session.onDidChange((change) => change === 'view' && changed.fire(uri));

  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      async provideTextDocumentContent() {
        const open = session.start();
        if (!open) return vscode.l10n.t('No source is open.');
        const [status, problems] = await Promise.all([
          open.service.status({}),
          open.service.problems({ limit: MOST_PROBLEMS }),
        ]);
        return reportText(open.source, status, problems, format());
      },
    }),
  );
  commands.register('cloudtrailTracker.showReport', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  });
}
