import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import {
  fileProblems,
  rangesIn,
  showProblems,
  textOf,
  unreadable,
  type FileProblem,
} from '../workspaceFiles/workspaceFile.ts';
import { readQueriesFile, withoutQuery, withQuery, type SavedQuery } from './queriesFile.ts';
import type { Query } from './query.ts';

/** In each folder of the workspace. */
export const FILE = '.vscode/cloudtrail-queries.json';
const EMPTY = '{\n  "queries": []\n}\n';

/** A query of the user's own, and where it stands. */
export interface WorkspaceQuery extends Query {
  kind: 'saved';
  file: vscode.Uri;
  at: number;
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
          ? rangesIn(document.getText())(['queries', target.at])
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
          return { queries: [], problems: [unreadable(file, error)] };
        }
      }),
    );
    const content = {
      queries: files.flatMap((each) => each.queries),
      problems: files.flatMap((each) => each.problems),
    };
    showProblems(this.#diagnostics, content.problems);
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
      problems: fileProblems(file, text, problems),
    };
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
