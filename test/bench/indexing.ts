import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runProgram } from '../../scripts/runProgram.ts';
import { corpus, type CorpusName } from './corpus.ts';
import type { IndexRun } from './indexOnce.ts';
import { median } from './statistics.ts';

/** What duckdbOnce.js prints. */
interface DuckDBRun {
  events: number;
  milliseconds: number;
  version: string;
}

const run = promisify(execFile);

/** Indexing against DuckDB's read_json on the same files: rounds in turn, so that a machine that drifts does so for both. */
export async function compareIndexing(name: CorpusName, rounds: number, databaseFolder: string): Promise<void> {
  const folder = await corpus(name);
  await installPeer();
  const ours: IndexRun[] = [];
  const theirs: DuckDBRun[] = [];
  // The first round, which reads the files into the page cache, does not count.
  for (let round = 0; round <= rounds; round++) {
    const our = await once<IndexRun>('indexOnce.ts', folder, path.join(databaseFolder, `${name}.sqlite`));
    const their = await once<DuckDBRun>('duckdbOnce.js', folder);
    if (round === 0) continue;
    ours.push(our);
    theirs.push(their);
  }
  const perSecond = (runs: readonly { events: number; milliseconds: number }[]) =>
    median(runs.map(({ events, milliseconds }) => (events / milliseconds) * 1000));
  const ratios = ours.map(({ milliseconds }, round) => theirs[round]!.milliseconds / milliseconds);
  console.log(
    [
      `indexing ${ours[0]!.events} events in ${ours[0]!.files} files (${name}):`,
      `${ratio(median(ratios))} of the speed of DuckDB ${theirs[0]!.version}`,
      `(${ratio(Math.min(...ratios))} to ${ratio(Math.max(...ratios))};`,
      `${thousand(perSecond(ours))} against ${thousand(perSecond(theirs))} events a second);`,
      `first events after ${Math.round(median(ours.map((each) => each.firstMilliseconds)))} ms;`,
      `peak memory ${Math.round(Math.max(...ours.map(({ megabytes }) => megabytes)))} MB`,
    ].join(' '),
  );
}

async function once<T>(script: string, ...args: string[]): Promise<T> {
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, script), ...args]);
  return JSON.parse(stdout) as T;
}

/** DuckDB is no dependency of the project: it is installed here, by the benchmarks alone. */
async function installPeer(): Promise<void> {
  if (existsSync(path.join(import.meta.dirname, 'node_modules/@duckdb/node-api'))) return;
  console.log('installing DuckDB into test/bench');
  await runProgram('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund'], { cwd: import.meta.dirname });
}

function ratio(value: number): string {
  return value.toFixed(2);
}

function thousand(value: number): string {
  return `${Math.round(value / 1000)}k`;
}
