import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalSource, type LocalSource, type LocalSourceOptions } from '../../backend/local/localSource.ts';

/** A folder for log files and indexes, and sources that are opened on it: for the time of a test. */
export interface LocalFolder {
  /** Where log files go. */
  logs: string;
  open(options?: Partial<LocalSourceOptions>): LocalSource;
}

export function workerFiles(): Pick<LocalSourceOptions, 'workerFile' | 'parseWorkerFile'> {
  const file = (name: string) => fileURLToPath(new URL(`../../backend/local/${name}.ts`, import.meta.url));
  return { workerFile: file('localWorker'), parseWorkerFile: file('parseWorker') };
}

export function useLocalFolder(): () => LocalFolder {
  let folder = '';
  const sources: LocalSource[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'local-'));
  });
  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()));
    await rm(folder, { recursive: true });
  });

  return () => {
    const logs = path.join(folder, 'logs');
    return {
      logs,
      open(options) {
        const source = openLocalSource({
          ...workerFiles(),
          database: path.join(folder, 'index', 'index.sqlite'),
          roots: [logs],
          version: '1.2.3',
          ...options,
        });
        sources.push(source);
        return source;
      },
    };
  };
}
