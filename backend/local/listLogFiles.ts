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
  /** Folders (or files) that could not be read, and why. */
  unreadable: { name: string; reason: string }[];
}

/** Log files are .json.gz, and .json when somebody has unpacked them. */
const LOG_FILE = /\.json(\.gz)?$/i;

/**
 * Lists all files below the roots that may be log files. A root may also be a single file. Synchronous calls, folder by
 * folder: ten times faster than asynchronous ones, and 20,000 files take a fifth of a second.
 */
export async function listLogFiles(roots: readonly string[], signal?: AbortSignal): Promise<Listing> {
  const files = new Map<string, FoundFile>();
  const unreadable: Listing['unreadable'] = [];
  const visited = new Set<string>();
  const folders: string[] = [];

  function look(name: string, isRoot: boolean): void {
    const stats = attempt(name, () => statSync(name));
    if (stats?.isDirectory()) folders.push(name);
    else if (stats?.isFile() && (isRoot || LOG_FILE.test(name))) files.set(name, found(name, stats));
  }

  function attempt<T>(name: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      unreadable.push({ name, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
      return undefined;
    }
  }

  for (const root of roots) look(path.resolve(root), true);
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const own = folder;
    // Symbolic links may lead to where we were already.
    const real = attempt(own, () => realpathSync(own));
    if (real === undefined || visited.has(real)) continue;
    visited.add(real);
    for (const entry of attempt(own, () => readdirSync(own, { withFileTypes: true })) ?? []) {
      const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (!isHidden && (!entry.isFile() || LOG_FILE.test(entry.name))) look(path.join(own, entry.name), false);
    }
    await setImmediate();
    signal?.throwIfAborted();
  }
  return { files: [...files.values()], unreadable };
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
