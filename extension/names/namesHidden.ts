import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';

/** Of what needs names as they are. */
export function namesHidden(): UserError {
  return new UserError(vscode.l10n.t('Names are hidden. Choose "Show Names" first.'));
}
