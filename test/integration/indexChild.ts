import { openLocalSource } from '../../backend/local/localSource.ts';
import { workerFiles } from './useLocalSource.ts';

/** Indexes the folder given into the database given, printing how many files are done, until it ends or is killed. */
const [database, root] = process.argv.slice(2);
const source = openLocalSource({
  ...workerFiles(),
  database: database!,
  roots: [root!],
  version: '1',
  onProgress: ({ filesDone }) => process.stdout.write(`${filesDone}\n`),
});
await source.service.index({});
await source.close();
