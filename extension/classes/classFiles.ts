import * as vscode from 'vscode';
import { compareNaturally } from '../../backend/core/naturalOrder.ts';
import type { Session } from '../session.ts';
import {
  fileProblems,
  rangesIn,
  showProblems,
  textOf,
  unlessMissing,
  unreadable,
  type FileProblem,
} from '../workspaceFiles/workspaceFile.ts';
import type { Classes } from './classes.ts';
import type { Group } from './group.ts';
import { readGroupsFile } from './groupsFile.ts';
import { compareLabs, type Lab } from './lab.ts';
import { readLabFile } from './labFile.ts';

/** In each folder of the workspace. */
export const GROUPS_FILE = '.vscode/cloudtrail-groups.json';
/** Anywhere in the workspace; of the sample, in a folder of its own. */
const LAB_FILES = '*.lab.{json,yaml,yml}';
const LAB_FILE = /\.lab\.(json|ya?ml)$/;
const SAMPLE_LABS = 'labs';
/** Enough for all courses of a school. */
const MOST_LABS = 200;
const START = new vscode.Range(0, 0, 0, 0);

/** A group, and where it stands. */
export interface WorkspaceGroup extends Group {
  file: vscode.Uri;
  /** Of its name. */
  range: vscode.Range;
}

/** A lab, and where it and its tasks stand. */
export interface WorkspaceLab extends Lab {
  file: vscode.Uri;
  /** Of its title. */
  range: vscode.Range;
  taskRanges: vscode.Range[];
}

interface Content {
  groups: WorkspaceGroup[];
  /** By what is due first, then by title. */
  labs: WorkspaceLab[];
  problems: FileProblem[];
}

/**
 * The groups and labs of the workspace, and of the sample while that is the current source. What is wrong with their files is in the
 * Problems view. They are read in Restricted Mode too: they are names and filters, and what they find is shown as text.
 */
export class ClassFiles implements Classes {
  readonly #session: Pick<Session, 'source' | 'onDidChange'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('cloudtrail-classes');
  #content: Promise<Content> | undefined;
  #sample: { root: string | undefined; watchers: vscode.Disposable[] } = { root: undefined, watchers: [] };
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext, session: Pick<Session, 'source' | 'onDidChange'>) {
    this.#session = session;
    context.subscriptions.push(
      this.#diagnostics,
      this.#changed,
      { dispose: () => this.#watchSample(undefined) },
      ...this.#watch(`**/${GROUPS_FILE}`),
      ...this.#watch(`**/${LAB_FILES}`),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget()),
      session.onDidChange(() => this.#followSource()),
    );
  }

  async groups(): Promise<readonly WorkspaceGroup[]> {
    return (await this.#all()).groups;
  }

  async labs(): Promise<readonly WorkspaceLab[]> {
    return (await this.#all()).labs;
  }

  #all(): Promise<Content> {
    this.#followSource();
    return (this.#content ??= this.#read());
  }

  #forget(): void {
    this.#content = undefined;
    this.#changed.fire();
  }

  #followSource(): void {
    const { source } = this.#session;
    const root = source?.kind === 'sample' ? source.roots[0] : undefined;
    if (root === this.#sample.root) return;
    this.#watchSample(root);
    this.#forget();
  }

  #watchSample(root: string | undefined): void {
    vscode.Disposable.from(...this.#sample.watchers).dispose();
    const folder = root === undefined ? undefined : vscode.Uri.file(root);
    const watchers = folder && [
      ...this.#watch(new vscode.RelativePattern(folder, GROUPS_FILE)),
      ...this.#watch(new vscode.RelativePattern(vscode.Uri.joinPath(folder, SAMPLE_LABS), LAB_FILES)),
    ];
    this.#sample = { root, watchers: watchers ?? [] };
  }

  #watch(pattern: vscode.GlobPattern): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const forget = () => this.#forget();
    return [watcher, watcher.onDidCreate(forget), watcher.onDidChange(forget), watcher.onDidDelete(forget)];
  }

  async #read(): Promise<Content> {
    const sample = this.#sample.root === undefined ? undefined : vscode.Uri.file(this.#sample.root);
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const labFiles = [...(await labFilesOfWorkspace()), ...(sample ? await labFilesOf(sample) : [])];
    const files = [
      ...[...folders, ...(sample ? [sample] : [])].map((folder) => vscode.Uri.joinPath(folder, GROUPS_FILE)),
      ...labFiles.slice(0, MOST_LABS),
    ];
    const content = merged(await Promise.all(files.map(readFile)));
    const leftOut = labFiles[MOST_LABS];
    if (leftOut) {
      const message = vscode.l10n.t(
        'There are more than {0} lab checklists; this one and others are left out.',
        MOST_LABS,
      );
      content.problems.push({ file: leftOut, message, range: START });
    }
    showProblems(this.#diagnostics, content.problems);
    return content;
  }
}

/** Sorted, so that it is always the same ones that are too many. */
async function labFilesOfWorkspace(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(`**/${LAB_FILES}`, '**/node_modules/**');
  return files.sort((a, b) => compareNaturally(a.path, b.path));
}

async function labFilesOf(sample: vscode.Uri): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(sample, SAMPLE_LABS);
  const entries = (await unlessMissing(vscode.workspace.fs.readDirectory(folder))) ?? [];
  return entries.filter(([name]) => LAB_FILE.test(name)).map(([name]) => vscode.Uri.joinPath(folder, name));
}

async function readFile(file: vscode.Uri): Promise<Content> {
  try {
    const text = await textOf(file);
    if (text === undefined) return { groups: [], labs: [], problems: [] };
    return LAB_FILE.test(file.path) ? readLab(file, text) : readGroups(file, text);
  } catch (error) {
    return { groups: [], labs: [], problems: [unreadable(file, error)] };
  }
}

function readGroups(file: vscode.Uri, text: string): Content {
  const { groups, problems } = readGroupsFile(text, vscode.l10n);
  const rangeOf = rangesIn(text);
  return {
    groups: groups.map(({ at, ...group }) => ({ ...group, file, range: rangeOf(['groups', at, 'name']) })),
    labs: [],
    problems: fileProblems(file, text, problems),
  };
}

function readLab(file: vscode.Uri, text: string): Content {
  const { lab, at, problems } = readLabFile(text, file.path.endsWith('.json') ? 'json' : 'yaml', vscode.l10n);
  const rangeOf = rangesIn(text);
  const place = () => ({ file, range: rangeOf(['title']), taskRanges: at.map((number) => rangeOf(['tasks', number])) });
  return {
    groups: [],
    labs: lab ? [{ ...lab, id: file.toString(), ...place() }] : [],
    problems: fileProblems(file, text, problems),
  };
}

/** Of groups with one name the first is taken: nobody could tell them apart. */
function merged(contents: readonly Content[]): Content {
  const problems = contents.flatMap((each) => each.problems);
  const groups = new Map<string, WorkspaceGroup>();
  for (const group of contents.flatMap((each) => each.groups)) {
    const { name, file, range } = group;
    if (groups.has(name))
      problems.push({ file, message: vscode.l10n.t('There is another group named {0}.', name), range });
    else groups.set(name, group);
  }
  return {
    groups: [...groups.values()],
    labs: contents.flatMap((each) => each.labs).sort(compareLabs('UTC')),
    problems,
  };
}
