import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { runScript } from '../../scripts/runProgram.ts';
import { compareIndexing } from './indexing.ts';
import { timeQuestions } from './questions.ts';
import { benchTracker } from './tracker/tracker.ts';

/**
 * `npm run bench`: indexing beside DuckDB on large and on small files, questions over a million events, and the deployed
 * tracker; `npm run bench -- embedded` or `tracker` for one half, `tracker quick` for less of it, `tracker "in a year"` for what has that
 * name. Nothing here fails: figures go where they are quoted, with the machine and the versions printed first, and beside each target of
 * the tracker stands whether it is met.
 */
const ROUNDS = 5;

const [half, part] = process.argv.slice(2);
const processor = cpus()[0]?.model ?? 'unknown processor';
const load = loadavg()[0]!.toFixed(1);
console.log(`${processor}, ${availableParallelism()} threads (load ${load}), Node ${process.version}`);
await runScript('scripts/build.ts');
if (half !== 'tracker') await benchEmbedded();
if (half !== 'embedded') await benchTracker(part);

async function benchEmbedded(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-bench-'));
  try {
    await compareIndexing('large', ROUNDS, folder);
    await compareIndexing('small', ROUNDS, folder);
    await timeQuestions(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
