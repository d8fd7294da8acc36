import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A large folder is not counted anew for each look: that long a count stands, in milliseconds. */
const KEEP = 10_000;
/** Files below which counting is a matter of milliseconds. */
const FEW = 100;

/** Counts the bytes in folders, subfolders included. */
export function createFolderSizes(now: () => number): { of(folder: string): Promise<number> } {
  const known = new Map<string, { time: number; size: number }>();

  return {
    async of(folder) {
      const last = known.get(folder);
      if (last && now() - last.time < KEEP) return last.size;
      let names: string[];
      try {
        names = await readdir(folder, { recursive: true });
      } catch {
        return 0; // Never indexed, or just removed.
      }
      let size = 0;
      // Folders count as nothing; what has just gone too.
      for (const name of names) {
        const found = await stat(path.join(folder, name)).catch(() => undefined);
        if (found?.isFile()) size += found.size;
      }
      if (names.length > FEW) known.set(folder, { time: now(), size });
      else known.delete(folder);
      return size;
    },
  };
}
