import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readLogFileName } from '../core/logFile.ts';

/** A file that may be a log file. */
export interface FoundFile {
  /** Absolute path. */
  name: string;
  /** Bytes on disk. */
  size: number;
  /** When it was written, in milliseconds since 1970. */
  modified: number;
}

export interface Listing {
  files: FoundFile[];
  /** Roots that cannot be read, and why. */
  unreadable: { name: string; reason: string }[];
}

/** Log files are .json.gz, and .json when somebody has unpacked them. The checklist of a lab is none. */
const LOG_FILE = /(?<!\.lab)\.json(\.gz)?$/i;

/**
 * Lists all files below the roots that may be log files. A root may also be a single file. Synchronous calls, folder by
 * folder: they are ten times faster than asynchronous ones (20,000 files in a fifth of a second).
 */
export async function listLogFiles(roots: readonly string[], signal?: AbortSignal): Promise<Listing> {
  const files = new Map<string, FoundFile>();
  const unreadable: Listing['unreadable'] = [];
  const folders: string[] = [];
  for (const root of roots.map((name) => path.resolve(name))) {
    try {
      const stats = statSync(root);
      if (stats.isDirectory()) folders.push(root);
      else files.set(root, found(root, stats));
    } catch (error) {
      unreadable.push({ name: root, reason: codeOf(error) });
    }
  }
  const visited = new Set<string>();
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of entriesOf(folder, visited, files)) look(name, folders, files);
    await setImmediate();
    signal?.throwIfAborted();
  }
  return { files: [...files.values()], unreadable };
}

/** Paths of what in a folder is worth a look; none where symbolic links lead to where we were already. */
function entriesOf(folder: string, visited: Set<string>, files: Map<string, FoundFile>): string[] {
  try {
    const real = realpathSync.native(folder);
    if (visited.has(real)) return [];
    visited.add(real);
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !IGNORED.test(entry.name) && (!entry.isFile() || LOG_FILE.test(entry.name)))
      .map(({ name }) => path.join(folder, name));
  } catch (error) {
    // As a file it is reported as one that cannot be read.
    if (codeOf(error) !== 'ENOENT') files.set(folder, { name: folder, size: 0, modified: 0 });
    return [];
  }
}

/** Hidden folders, and those of workspaces that hold thousands of foreign .json files. */
const IGNORED = /^(\..*|node_modules)$/;

function look(name: string, folders: string[], files: Map<string, FoundFile>): void {
  // Undefined for a symbolic link to nowhere, and for what was deleted in the meantime.
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats?.isDirectory()) folders.push(name);
  else if (stats?.isFile() && LOG_FILE.test(name)) files.set(name, found(name, stats));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

function found(name: string, { size, mtimeMs }: Stats): FoundFile {
  return { name, size, modified: Math.floor(mtimeMs) };
}

/** Newest first, by the time in the name, the day in the folder, or when it was written. */
export function newestFirst(files: readonly FoundFile[]): FoundFile[] {
  const timed = files.map((file) => ({ file, time: timeOf(file) }));
  timed.sort((a, b) => (a.time === b.time ? (a.file.name < b.file.name ? -1 : 1) : a.time < b.time ? 1 : -1));
  return timed.map(({ file }) => file);
}

function timeOf({ name, modified }: FoundFile): string {
  const { delivered } = readLogFileName(name);
  if (delivered !== undefined) return delivered;
  const [, year, month, day] = /[\\/](\d{4})[\\/](\d{2})[\\/](\d{2})[\\/][^\\/]*$/.exec(name) ?? [];
  return day === undefined ? new Date(modified).toISOString() : `${year}-${month}-${day}`;
}
