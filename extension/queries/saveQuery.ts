import * as vscode from 'vscode';
import type { EventFilter } from '../../backend/core/filter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { Session } from '../session.ts';
import { LONGEST_NAME } from '../workspaceFiles/fileReading.ts';
import { pickQueriesFolder } from './pickQueriesFolder.ts';
import { FILE, type SavedQueries } from './savedQueries.ts';

/**
 * Saves what the activity panel is filtered by, in the scope that the views are in. Resolves to its name, undefined when the user
 * gives up.
 */
export async function saveQuery(
  session: Session,
  saved: SavedQueries,
  filter: EventFilter,
): Promise<string | undefined> {
  if (Object.keys(filter).length === 0)
    throw new UserError(vscode.l10n.t('The activity panel is not filtered: there is nothing to save yet.'));
  const folder = await pickQueriesFolder();
  if (!folder) return undefined;
  const taken = new Set((await saved.all()).queries.map(({ name }) => name));
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save as Query'),
    prompt: vscode.l10n.t('Name of the query, which is saved in {0}', FILE),
    ignoreFocusOut: true,
    validateInput(text) {
      if (text.trim() === '') return vscode.l10n.t('Type a name.');
      if (text.trim().length > LONGEST_NAME)
        return vscode.l10n.t('A query needs a name of at most {0} characters.', LONGEST_NAME);
      return taken.has(text.trim()) ? vscode.l10n.t('There is another query named {0}.', text.trim()) : undefined;
    },
  });
  if (name === undefined) return undefined;
  const { scope } = session;
  await saved.add(folder, { name: name.trim(), description: '', filter, scope });
  return name.trim();
}
