import * as vscode from 'vscode';
import { settings } from '../settings.ts';
import { EVENT_COLUMNS } from './eventColumns.ts';

/** Lets the user choose the columns of the event table. Those that stay keep their order, new ones come last. */
export async function pickColumns(): Promise<void> {
  const before = settings.columns();
  const others = EVENT_COLUMNS.filter((name) => !before.includes(name));
  const items = [...before, ...others]
    .filter((name) => name !== 'eventTime')
    .map((name) => ({ label: name, picked: before.includes(name) }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Columns of the Event Table'),
    placeHolder: vscode.l10n.t('Heads of columns can be dragged to where they are wanted'),
    canPickMany: true,
  });
  if (!picked) return;
  const chosen = picked.map(({ label }) => label);
  const kept = before.filter((name) => name === 'eventTime' || chosen.includes(name));
  await settings.setColumns([...kept, ...chosen.filter((name) => !kept.includes(name))]);
}
