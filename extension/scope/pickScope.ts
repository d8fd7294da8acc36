import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import { pickOne } from '../pickOne.ts';
import type { Session } from '../session.ts';
import { SCOPE_IDS } from './scope.ts';
import { scopeDetail, scopeLabel } from './scopeLabel.ts';

/** The commands that change the scope of all views. */
export function registerScope({ commands, session }: FeatureDeps): void {
  commands.register('cloudtrailTracker.pickScope', () => pickScope(session));
  commands.register('cloudtrailTracker.showEverything', () => session.setScope('everything'));
}

/** Lets the user choose it. */
export async function pickScope(session: Session): Promise<void> {
  const items = SCOPE_IDS.map((id) => ({
    id,
    label: scopeLabel(id, vscode.l10n),
    description: id === session.scope ? vscode.l10n.t('current') : '',
    detail: scopeDetail(id, vscode.l10n),
  }));
  const current = items.find(({ id }) => id === session.scope);
  const picked = await pickOne(items, current, {
    title: vscode.l10n.t('Scope'),
    placeholder: vscode.l10n.t('Show these events in all views'),
  });
  if (picked) await session.setScope(picked.id);
}
