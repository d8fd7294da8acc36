import * as vscode from 'vscode';
import type { AwsDeps } from './awsFeatures.ts';

const SCHEME = 'cloudtrail-tracker-text';

/** Shows a text as a read-only document, which can be saved under another name. Texts of one name replace each other. */
export type ShowText = (name: string, text: string) => Promise<void>;

export function createShowText({ context }: AwsDeps): ShowText {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: ({ path }) => texts.get(path) ?? '',
    }),
  );
  return async (name, text) => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    texts.set(uri.path, text);
    changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  };
}
