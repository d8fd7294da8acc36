import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import type { Session } from '../session.ts';
import { exportFileName, isTakenForLogFile, type ExportFacts } from './exportFile.ts';
import { writeWhole } from './writeWhole.ts';

/** Lets the user choose where the events go, and remembers the folder while VS Code is open. */
export function createTargetPicker(
  session: Session,
): (facts: ExportFacts & { title: string }) => Promise<vscode.Uri | undefined> {
  let last: string | undefined;

  return async (facts) => {
    const logFolders = session.list.all().flatMap(({ roots }) => roots);
    const name = exportFileName(facts);
    const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
    const files = [last, workspace, homedir()].flatMap((folder) => (folder ? [path.join(folder, name)] : []));
    const file = files.find((each) => !isTakenForLogFile(each, logFolders)) ?? name;
    const target = await vscode.window.showSaveDialog({
      title: facts.title,
      saveLabel: vscode.l10n.t('Export'),
      defaultUri: vscode.Uri.file(file),
      filters: { [facts.format.toUpperCase()]: [facts.format] },
    });
    if (target?.scheme !== 'file') return target;
    if (isTakenForLogFile(target.fsPath, logFolders)) {
      throw new UserError(
        vscode.l10n.t(
          'In this folder {0} would be read as a log file. Choose another folder.',
          path.basename(target.fsPath),
        ),
      );
    }
    last = path.dirname(target.fsPath);
    return target;
  };
}

/** Writes a file wherever VS Code can write: all of it or nothing. */
export async function writeTarget(target: vscode.Uri, text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  try {
    if (target.scheme === 'file') return await writeWhole(target.fsPath, text, signal);
    // Other file systems take a file at once and from memory, or copy one.
    const folder = await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-'));
    try {
      const file = path.join(folder, 'export');
      await writeWhole(file, text, signal);
      await vscode.workspace.fs.copy(vscode.Uri.file(file), target, { overwrite: true });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    const reason = error instanceof vscode.FileSystemError ? error.code : systemCode(error);
    if (reason === undefined) throw error;
    throw new UserError(vscode.l10n.t('The file could not be written: {0}.', reason), { cause: error });
  }
}

/** ENOSPC, EACCES and the like: what the operating system says. Undefined for what it has not said. */
function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
}
