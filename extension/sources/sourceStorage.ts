import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where the indexes of sources and the sample logs lie on disk: below the storage folder that VS Code gives the extension. */
export interface SourceStorage {
  /** The database of a source. Its folder is made. */
  database(id: string): string;
  /** Bytes that a source's index takes. */
  size(id: string): Promise<number>;
  remove(id: string): Promise<void>;
  removeSample(): Promise<void>;
  /** Removes all indexes and the sample logs. */
  removeAll(): Promise<void>;
  readonly sampleFolder: string;
}

export function createSourceStorage(folder: string): SourceStorage {
  const sources = path.join(folder, 'sources');
  const sampleFolder = path.join(folder, 'sample');
  const folderOf = (id: string) => path.join(sources, id);
  const removeFolder = (name: string) => rm(name, { recursive: true, force: true, maxRetries: 3 });

  return {
    sampleFolder,
    database(id) {
      // Nobody else's business: the index tells who did what.
      mkdirSync(folderOf(id), { recursive: true, mode: 0o700 });
      return path.join(folderOf(id), 'index.db');
    },
    async size(id) {
      let files: string[];
      try {
        files = await readdir(folderOf(id));
      } catch {
        return 0; // Never indexed, or just removed.
      }
      const sizes = files.map(
        async (file) => (await stat(path.join(folderOf(id), file)).catch(() => undefined))?.size ?? 0,
      );
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    },
    remove: (id) => removeFolder(folderOf(id)),
    removeSample: () => removeFolder(sampleFolder),
    async removeAll() {
      await removeFolder(sources);
      await removeFolder(sampleFolder);
    },
  };
}
