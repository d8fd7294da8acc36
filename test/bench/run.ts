import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { runScript } from '../../scripts/runProgram.ts';
import { compareIndexing } from './indexing.ts';
import { timeQuestions } from './questions.ts';

/**
 * `npm run bench`: indexing beside DuckDB on large and on small files, and questions over a million events. Nothing here
 * passes or fails; the figures go where they are quoted, with the machine and the versions printed first.
 */
const ROUNDS = 5;

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads, Node ${process.version}`);
await runScript('scripts/build.ts');
const folder = await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-bench-'));
try {
  await compareIndexing('large', ROUNDS, folder);
  await compareIndexing('small', ROUNDS, folder);
  await timeQuestions(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
