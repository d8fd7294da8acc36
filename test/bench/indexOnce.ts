import { rm } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../../scripts/runProgram.ts';
import { openLocalSource } from '../../backend/local/localSource.ts';

/** A process of its own: indexes a folder into a new database with the bundles that the extension ships, and prints an IndexRun. */
export interface IndexRun {
  events: number;
  files: number;
  milliseconds: number;
  /** From the start until queries could see the first events. */
  firstMilliseconds: number;
  /** Peak of the whole process, all threads. */
  megabytes: number;
}

const [folder = '', database = ''] = process.argv.slice(2);
for (const suffix of ['', '-wal', '-shm']) await rm(database + suffix, { force: true });

const begin = performance.now();
let firstMilliseconds = Infinity;
const source = openLocalSource({
  workerFile: path.join(projectFolder, 'dist/localWorker.cjs'),
  parseWorkerFile: path.join(projectFolder, 'dist/parseWorker.cjs'),
  database,
  roots: [folder],
  version: 'bench',
  onChanged: () => (firstMilliseconds = Math.min(firstMilliseconds, performance.now() - begin)),
});
const { events, filesDone } = await source.service.index({});
const milliseconds = performance.now() - begin;
const run: IndexRun = {
  events,
  files: filesDone,
  milliseconds,
  firstMilliseconds,
  megabytes: process.resourceUsage().maxRSS / 1000,
};
await source.close();
console.log(JSON.stringify(run));
