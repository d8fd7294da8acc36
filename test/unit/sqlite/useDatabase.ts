import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The name of a database file that does not exist yet: another one for every test, removed after it. */
export function useDatabaseFile(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sqlite-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return () => path.join(folder, 'index.sqlite');
}
