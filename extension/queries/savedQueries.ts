import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import { jsonPlace } from './jsonPlace.ts';
import { readQueriesFile, withoutQuery, withQuery, type QueriesProblem, type SavedQuery } from './queriesFile.ts';
import type { Query } from './query.ts';

/** In each folder of the workspace. */
export const FILE = '.vscode/cloudtrail-queries.json';
const EMPTY = '{\n  "queries": []\n}\n';
/** Bytes. */
const LARGEST = 1_000_000;

/** A query of the user's own, and where it stands. */
export interface WorkspaceQuery extends Query {
  kind: 'saved';
  file: vscode.Uri;
  at: number;
}

export interface FileProblem {
  file: vscode.Uri;
  message: string;
  range: vscode.Range;
}

interface Content {
  queries: WorkspaceQuery[];
  problems: FileProblem[];
}

/**
 * The queries that are saved in the workspace, and what is wrong with the files. They are read in Restricted Mode too: filters are all
 * that they hold, what they find is shown as text, and nothing is asked of a tracker for them but what the counters know.
 */
export class SavedQueries {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('cloudtrail-queries');
  #content: Promise<Content> | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${FILE}`);
    context.subscriptions.push(
      this.#diagnostics,
      watcher,
      watcher.onDidCreate(() => this.#forget()),
      watcher.onDidChange(() => this.#forget()),
      watcher.onDidDelete(() => this.#forget()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget()),
    );
  }

  /** Read when somebody asks, and again after a change. */
  all(): Promise<Content> {
    return (this.#content ??= this.#read());
  }

  async add(folder: vscode.WorkspaceFolder, query: Omit<SavedQuery, 'at'>): Promise<void> {
    const file = fileOf(folder);
    const text = await textOf(file);
    const problem = text === undefined ? undefined : this.#fileContent(file, text).problems[0];
    if (problem)
      throw new UserError(vscode.l10n.t('The file of the saved queries has to be mended first: {0}', problem.message));
    await this.#write(file, withQuery(text, query));
  }

  async remove({ file, name, at }: WorkspaceQuery): Promise<void> {
    const text = await textOf(file);
    // The file may have been changed in the moment between.
    const still =
      text !== undefined && this.#fileContent(file, text).queries.some((q) => q.at === at && q.name === name);
    if (still) await this.#write(file, withoutQuery(text, at));
    else this.#forget();
  }

  /** Shows a file of queries, at a query or a problem of it. It is made where there is none. */
  async edit(target: WorkspaceQuery | FileProblem | vscode.WorkspaceFolder): Promise<void> {
    const file = 'file' in target ? target.file : fileOf(target);
    if ((await textOf(file)) === undefined) await this.#write(file, EMPTY);
    const document = await vscode.workspace.openTextDocument(file);
    const selection =
      'range' in target
        ? target.range
        : 'at' in target
          ? rangeIn(document.getText(), ['queries', target.at])
          : undefined;
    await vscode.window.showTextDocument(document, { ...(selection && { selection }) });
  }

  #forget(): void {
    this.#content = undefined;
    this.#changed.fire();
  }

  async #read(): Promise<Content> {
    const files = await Promise.all(
      (vscode.workspace.workspaceFolders ?? []).map(async (folder) => {
        const file = fileOf(folder);
        try {
          const text = await textOf(file);
          return text === undefined ? { queries: [], problems: [] } : this.#fileContent(file, text);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          return { queries: [], problems: [{ file, message, range: new vscode.Range(0, 0, 0, 0) }] };
        }
      }),
    );
    const content = {
      queries: files.flatMap((each) => each.queries),
      problems: files.flatMap((each) => each.problems),
    };
    this.#report(content.problems);
    return content;
  }

  #fileContent(file: vscode.Uri, text: string): Content {
    const { queries, problems } = readQueriesFile(text, vscode.l10n);
    return {
      queries: queries.map((query) => ({
        ...query,
        id: `saved/${file.toString()}/${query.name}`,
        kind: 'saved',
        icon: 'bookmark',
        file,
      })),
      problems: problems.map(({ message, where }) => ({ file, message, range: rangeIn(text, where) })),
    };
  }

  /** In the Problems view, whether the file is open or not. */
  #report(problems: readonly FileProblem[]): void {
    this.#diagnostics.clear();
    const files = new Set(problems.map(({ file }) => file));
    for (const file of files) {
      const ofFile = problems.filter((problem) => problem.file === file);
      this.#diagnostics.set(
        file,
        ofFile.map(({ range, message }) => {
          const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
          diagnostic.source = 'CloudTrail Tracker';
          return diagnostic;
        }),
      );
    }
  }

  async #write(file: vscode.Uri, text: string): Promise<void> {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
    if (open?.isDirty)
      throw new UserError(vscode.l10n.t('The file of the saved queries is being edited: save it first.'));
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    this.#forget();
  }
}

function fileOf(folder: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, FILE);
}

/** Undefined where there is no such file. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  let size: number;
  try {
    ({ size } = await vscode.workspace.fs.stat(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
  if (size > LARGEST) throw new UserError(vscode.l10n.t('The file of the saved queries is too large to be read.'));
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

function rangeIn(text: string, where: QueriesProblem['where']): vscode.Range {
  const { start, end } = typeof where === 'number' ? { start: where, end: where + 1 } : jsonPlace(text, where);
  return new vscode.Range(positionIn(text, start), positionIn(text, end));
}

function positionIn(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}
