import * as vscode from 'vscode';
import { isCancellation } from '../commands.ts';

/** What a command answers; undefined where the user has cancelled it, who is then told what became of it. `said`: a text, or what finds it. */
export async function orCancelled<T>(
  running: Promise<T>,
  said: string | (() => string | Promise<string>),
): Promise<T | undefined> {
  try {
    return await running;
  } catch (error) {
    if (!isCancellation(error)) throw error;
    void vscode.window.showInformationMessage(typeof said === 'string' ? said : await said());
    return undefined;
  }
}

/** What is said where nothing but looking was cancelled. */
export function nothingChanged(): string {
  return vscode.l10n.t('Cancelled. Nothing was changed.');
}
