import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import type { TextProblem } from './fileReading.ts';
import { textPlaces } from './textPlaces.ts';

/** What is wrong with a file, and where in it. */
export interface FileProblem {
  file: vscode.Uri;
  message: string;
  range: vscode.Range;
}

/** Bytes: no file that somebody has written by hand is as large. */
const LARGEST = 1_000_000;

/** Undefined where there is no such file. Throws a UserError for one that is too large to be read. */
export async function textOf(file: vscode.Uri): Promise<string | undefined> {
  const facts = await unlessMissing(vscode.workspace.fs.stat(file));
  if (!facts) return undefined;
  if (facts.size > LARGEST) throw new UserError(vscode.l10n.t('This file is too large to be read.'));
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

/** Undefined where there is no such file or folder. */
export async function unlessMissing<T>(asked: Thenable<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** That a file could not be read, told at its beginning. */
export function unreadable(file: vscode.Uri, error: unknown): FileProblem {
  const message = error instanceof Error ? error.message : String(error);
  return { file, message, range: new vscode.Range(0, 0, 0, 0) };
}

export function fileProblems(file: vscode.Uri, text: string, problems: readonly TextProblem[]): FileProblem[] {
  const rangeOf = rangesIn(text);
  return problems.map(({ message, where }) => ({ file, message, range: rangeOf(where) }));
}

export function rangesIn(text: string): (where: TextProblem['where']) => vscode.Range {
  const placeOf = textPlaces(text);
  return (where) => {
    const { start, end } = typeof where === 'number' ? { start: where, end: where + 1 } : placeOf(where);
    return new vscode.Range(positionIn(text, start), positionIn(text, end));
  };
}

/** In the Problems view, whether the files are open or not. */
export function showProblems(collection: vscode.DiagnosticCollection, problems: readonly FileProblem[]): void {
  const byFile = Map.groupBy(problems, ({ file }) => file.toString());
  collection.clear();
  for (const ofFile of byFile.values()) {
    collection.set(
      ofFile[0]!.file,
      ofFile.map(({ range, message }) => {
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'CloudTrail Tracker';
        return diagnostic;
      }),
    );
  }
}

function positionIn(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}
