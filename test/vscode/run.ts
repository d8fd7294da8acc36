import Mocha from 'mocha';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../backend/core/userError.ts';
import { packageExtension } from '../../scripts/packageExtension.ts';
import { projectFolder, runScript } from '../../scripts/runProgram.ts';
import { installVSCode } from '../../scripts/vscodeRuntime.ts';
import { installExtension } from '../../scripts/vscodeServer.ts';
import { findChromium } from '../e2e/chromium.ts';
import { endProcessesNaming, killProcessesNaming } from '../e2e/processes.ts';
import { beginTestRun, outputFolder, type TestRun } from '../e2e/testRun.ts';
import { runHostTests, type Counts } from './hostTests.ts';

/**
 * `npm run test:vscode`: the tests inside the extension host (test/vscode/suite), then those in the browser (test/e2e).
 *
 *     --only host|ui     one of the two
 *     --grep PATTERN     the tests whose full title matches
 *     --screenshots      writes README.md's images into media/readme instead of out/
 *     --redraw           instead of the tests, how quickly the charts are redrawn on a million events
 */
const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    grep: { type: 'string' },
    screenshots: { type: 'boolean' },
    redraw: { type: 'boolean' },
  },
});

/** How long a whole run may take, in milliseconds. */
const limit = 15 * 60_000;

async function runTests(run: TestRun): Promise<Counts> {
  findChromium();
  await rm(outputFolder, { recursive: true, force: true });
  await mkdir(path.join(outputFolder, 'failed'), { recursive: true });
  await timed('VS Code installed', installVSCode(console.log));
  await timed('extension built', runScript('scripts/build.ts'));
  await timed('sample logs written', runScript('scripts/sample.ts', run.sample));

  const suites: (() => Promise<Counts>)[] = [];
  if (options.only !== 'ui' && !options.redraw)
    suites.push(() => timed('tests in the extension host', runHostTests(run, options.grep)));
  if (options.only !== 'host') suites.push(() => timed('tests in the browser', runBrowserTests(run)));
  const total: Counts = { passes: 0, failures: 0, pending: 0 };
  for (const suite of suites) {
    const counts = await suite().catch((error: unknown) => {
      console.error(error);
      return { passes: 0, failures: 1, pending: 0 };
    });
    total.passes += counts.passes;
    total.failures += counts.failures;
    total.pending += counts.pending;
  }
  return total;
}

/** Installs the extension from its package, so that the package is what is tested. */
async function runBrowserTests(run: TestRun): Promise<Counts> {
  const vsix = await packageExtension();
  const folder = path.join(run.folder, 'install');
  installExtension({ entry: await installVSCode(console.log), folder, extensions: run.extensions }, vsix);
  if (options.screenshots) process.env['CLOUDTRAIL_TRACKER_SCREENSHOTS'] = path.join(projectFolder, 'media/readme');

  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec' });
  if (options.grep) mocha.grep(new RegExp(options.grep));
  for (const file of globSync(options.redraw ? 'test/bench/redraw.ts' : 'test/e2e/**/*.e2e.ts', {
    cwd: projectFolder,
  }).sort()) {
    mocha.addFile(path.join(projectFolder, file));
  }
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passes, failures, pending });
    });
  });
}

async function timed<T>(what: string, work: Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work;
  console.log(`${what}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}

function end(folder: string, counts: Counts): never {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (counts.pending > 0) console.log(`${counts.pending} pending`);
  console.log(`${counts.passes} passed, ${counts.failures} failed`);
  process.exit(counts.failures === 0 && counts.passes > 0 ? 0 : 1);
}

async function main(): Promise<void> {
  const run = beginTestRun(mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-')));
  const breakOff = (reason: string) => {
    console.error(reason);
    killProcessesNaming(run.folder);
    end(run.folder, { passes: 0, failures: 1, pending: 0 });
  };
  setTimeout(() => breakOff(`The tests took over ${limit / 60_000} minutes.`), limit);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => breakOff(`Ended by ${signal}.`));
  try {
    const counts = await runTests(run);
    const left = await endProcessesNaming(run.folder);
    for (const process of left) console.error(`Left behind: ${process}`);
    end(run.folder, { ...counts, failures: counts.failures + left.length });
  } catch (error) {
    breakOff(error instanceof UserError ? error.message : String((error as Error).stack));
  }
}

await main();
