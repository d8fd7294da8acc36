import * as vscode from 'vscode';
import { withoutIcons, type Format } from '../format.ts';
import { pickOne } from '../pickOne.ts';
import type { Session } from '../session.ts';
import { isOwnView, placesOf, type Source } from './source.ts';
import { sourceName } from './sourceName.ts';

/** Lets the user choose among the sources that were opened before and those that the workspace holds. */
export async function pickSource(
  session: Session,
  found: readonly Source[],
  format: Format,
): Promise<Source | undefined> {
  const known = session.list.all();
  const others = found.filter(({ id }) => !known.some((source) => source.id === id));
  const current = session.source?.id;
  const item = (source: Source, description: string) => ({
    label: withoutIcons(sourceName(source, format)),
    description: [isOwnView(source) ? vscode.l10n.t('own view') : '', description].filter(Boolean).join(' · '),
    detail: withoutIcons(placesOf(source).join(', ')),
    source,
  });
  const openFolder = {
    label: vscode.l10n.t('Open Folder of Log Files…'),
    description: '',
    detail: '',
    source: undefined,
  };
  const items = [
    ...known.map((source) => item(source, source.id === current ? vscode.l10n.t('current') : '')),
    ...others.map((source) => item(source, vscode.l10n.t('not opened'))),
    openFolder,
  ];
  const picked = await pickOne(
    items,
    items.find(({ source }) => source !== undefined && source.id === current),
    { title: vscode.l10n.t('Source'), placeholder: vscode.l10n.t('Show the events of this source in all views') },
  );
  if (picked === openFolder) await vscode.commands.executeCommand('cloudtrailTracker.openFolder');
  return picked?.source;
}
