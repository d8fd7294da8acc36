import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createFolderSizes } from './folderSizes.ts';

/** Where the indexes of sources and the sample logs lie on disk: below the storage folder that VS Code gives the extension. */
export interface SourceStorage {
  /** The database of a source. Its folder is made. */
  database(id: string): string;
  /** Where the files of a source in AWS are copied to. */
  files(id: string): string;
  /** Bytes that a source's index takes, and its copied files. */
  size(id: string): Promise<number>;
  remove(id: string): Promise<void>;
  /** Copied files stay: they would be fetched again. */
  removeIndex(id: string): Promise<void>;
  removeSample(): Promise<void>;
  /** Removes all indexes and the sample logs. */
  removeAll(): Promise<void>;
  readonly sampleFolder: string;
}

const FILES = 'files';

export function createSourceStorage(folder: string): SourceStorage {
  const sources = path.join(folder, 'sources');
  const sampleFolder = path.join(folder, 'sample');
  const folderOf = (id: string) => path.join(sources, id);
  const sizes = createFolderSizes(Date.now);
  const removeFolder = (name: string) => rm(name, { recursive: true, force: true, maxRetries: 3 });

  return {
    sampleFolder,
    database(id) {
      // Nobody else's business: the index tells who did what.
      mkdirSync(folderOf(id), { recursive: true, mode: 0o700 });
      return path.join(folderOf(id), 'index.db');
    },
    files: (id) => path.join(folderOf(id), FILES),
    size: (id) => sizes.of(folderOf(id)),
    remove: (id) => removeFolder(folderOf(id)),
    async removeIndex(id) {
      const names = await readdir(folderOf(id)).catch(() => []); // Never indexed.
      await Promise.all(
        names.filter((name) => name !== FILES).map((name) => removeFolder(path.join(folderOf(id), name))),
      );
    },
    removeSample: () => removeFolder(sampleFolder),
    async removeAll() {
      await removeFolder(sources);
      await removeFolder(sampleFolder);
    },
  };
}
