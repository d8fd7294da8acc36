import path from 'node:path';
import { readLogFileName } from '../../backend/core/logFile.ts';

/** One level of a folder. Fails for what cannot be read. */
export type ListFolder = (folder: string) => Promise<{ name: string; isFolder: boolean }[]>;

/** Enough for a project that keeps its logs in a subfolder, little enough to cost milliseconds in any workspace. */
const DEEPEST = 3;
const MOST_FOLDERS = 200;
const NEVER_LOGS = new Set(['node_modules', '.git', '.venv', 'dist', 'out', 'target']);

/**
 * Folders below `root`, itself included, that hold log files in CloudTrail's own layout: those that contain `AWSLogs`, those of an
 * account that contain `CloudTrail`, and those that directly contain files named as CloudTrail names them. Looks at few levels and few folders, never into AWSLogs.
 */
export async function findLogFolders(root: string, list: ListFolder): Promise<string[]> {
  const found: string[] = [];
  let level = [root];
  let looked = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    const within = level.slice(0, MOST_FOLDERS - looked);
    looked += within.length;
    const listings = await Promise.all(
      within.map(async (folder) => ({ folder, entries: await listOrNothing(list, folder) })),
    );
    for (const { folder, entries } of listings) {
      if (holdsLogs(folder, entries)) found.push(folder);
      else
        for (const { name, isFolder } of entries)
          if (isFolder && !NEVER_LOGS.has(name)) next.push(path.join(folder, name));
    }
    level = next;
  }
  return found.sort();
}

function holdsLogs(folder: string, entries: readonly { name: string; isFolder: boolean }[]): boolean {
  if (path.basename(folder) === 'AWSLogs') return true;
  const account = /^\d{12}$/.test(path.basename(folder));
  return entries.some(({ name, isFolder }) =>
    isFolder ? name === 'AWSLogs' || (account && name === 'CloudTrail') : readLogFileName(name).kind === 'log',
  );
}

/** A folder that may not be read, or has just gone, holds no logs for us. */
async function listOrNothing(list: ListFolder, folder: string): ReturnType<ListFolder> {
  try {
    return await list(folder);
  } catch {
    return [];
  }
}
