import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import type { RecordAddress } from '../panel/protocol.ts';
import { readRecordQuery, recordPath, writeRecordQuery } from './recordAddress.ts';

const SCHEME = 'cloudtrail-record';

/** Whole records as read-only JSON documents. Secrets have been removed by the API. Returns what opens one. */
export function registerRecords({ context, session }: FeatureDeps): (event: RecordAddress) => Promise<void> {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      async provideTextDocumentContent(uri) {
        const query = readRecordQuery(uri.query);
        if (!query) throw new UserError(vscode.l10n.t('This is not the address of a record.'));
        const open = session.start();
        if (open?.source.id !== query.source) {
          throw new UserError(vscode.l10n.t('The source of this record is not the current one.'));
        }
        if (session.namesHidden) throw namesHidden();
        const record = await open.service.record({ user: query.user, id: query.id });
        return `${JSON.stringify(record, undefined, 2)}\n`;
      },
    }),
  );

  return async (event) => {
    const source = session.source?.id;
    if (source === undefined) return;
    if (session.namesHidden) throw namesHidden();
    const query = writeRecordQuery({ source, user: event.userIdentity_userName, id: event.id });
    const uri = vscode.Uri.from({ scheme: SCHEME, path: recordPath(event), query });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  };
}

/** Closes all records that are open in editors. */
export async function closeRecords(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const records = tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME);
  await vscode.window.tabGroups.close(records);
}

function namesHidden(): UserError {
  return new UserError(vscode.l10n.t('Names are hidden, and a whole record shows them. Choose "Show Names" first.'));
}
