import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { runScript } from '../../scripts/runProgram.ts';
import { benchClasses } from './classes.ts';
import { compareIndexing } from './indexing.ts';
import { timeQuestions } from './questions.ts';
import { benchTracker } from './tracker/tracker.ts';

/**
 * `npm run bench`: indexing beside DuckDB on large and on small files, questions over a million events, the progress of a class, and
 * the deployed tracker; `npm run bench -- embedded`, `classes` or `tracker` for one part, `tracker quick` for less of it,
 * `tracker "in a year"` for what has that name. Nothing here fails: figures go where they are quoted, with the machine and the versions printed first, and beside each target of
 * the tracker stands whether it is met.
 */
const ROUNDS = 5;

const [asked, part] = process.argv.slice(2);
const processor = cpus()[0]?.model ?? 'unknown processor';
const load = loadavg()[0]!.toFixed(1);
console.log(`${processor}, ${availableParallelism()} threads (load ${load}), Node ${process.version}`);
await runScript('scripts/build.ts');
const isAsked = (name: string) => asked === undefined || asked === name;
if (isAsked('embedded')) await benchEmbedded();
if (isAsked('classes')) await benchClasses();
if (isAsked('tracker')) await benchTracker(part);

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
