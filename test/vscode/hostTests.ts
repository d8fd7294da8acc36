import { build, stop } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectFolder } from '../../scripts/runProgram.ts';
import { installVSCode } from '../../scripts/vscodeRuntime.ts';
import { startServer } from '../../scripts/vscodeServer.ts';
import { startChromium } from '../e2e/chromium.ts';
import { outputFolder, type TestRun } from '../e2e/testRun.ts';

export interface Counts {
  passes: number;
  failures: number;
  pending: number;
}

/** How long VS Code may take for all tests of the suite, in milliseconds. */
const limit = 180_000;

/**
 * Runs test/vscode/suite inside the extension host of a VS Code that has the extension in development, with the sample
 * logs as its workspace. Rejects where the tests do not come to their end.
 */
export async function runHostTests(run: TestRun, grep: string | undefined): Promise<Counts> {
  const suite = await bundleSuite();
  const profile = await mkdtemp(path.join(run.folder, 'host-'));
  const [report, counts] = [path.join(profile, 'report.txt'), path.join(profile, 'counts.json')];
  const server = await startServer({
    entry: await installVSCode(console.log),
    folder: profile,
    extensions: path.join(profile, 'extensions'),
    // Without this option the server ignores which tests the address names.
    args: ['--vscode-option', 'enable-smoke-test-driver'],
    env: { TEST_REPORT: report, TEST_COUNTS: counts, ...(grep ? { TEST_GREP: grep } : {}) },
  });
  const browser = await startChromium(path.join(profile, 'chromium'), { width: 1280, height: 800 });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    const ended = testsEnded(page);
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(projectFolder)],
      ['extensionTestsPath', remote(path.join(suite, 'entry.cjs'))],
    ];
    const query = new URLSearchParams({ folder: run.sample, payload: JSON.stringify(payload) });
    await page.goto(`${server.url}/?${query.toString().replaceAll('+', '%20')}`);
    const inTime = await ended;
    console.log(existsSync(report) ? await readFile(report, 'utf8') : '');
    if (existsSync(counts)) return JSON.parse(await readFile(counts, 'utf8')) as Counts;
    await page.screenshot({ path: path.join(outputFolder, 'failed/extension-host.png') });
    throw new Error(`The tests in the extension host ${inTime ? 'broke off' : `took over ${limit / 1000} seconds`}.`);
  } finally {
    await browser.close();
    await server.stop();
    await rm(profile, { recursive: true, force: true });
  }
}

/** VS Code loads tests as CommonJS; mocha is found in node_modules above the bundles. */
async function bundleSuite(): Promise<string> {
  const outdir = path.join(outputFolder, 'suite');
  await build({
    absWorkingDir: projectFolder,
    entryPoints: ['test/vscode/entry.ts', 'test/vscode/suite/**/*.test.ts'],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  // esbuild's own process would wait for more work until the run ends.
  await stop();
  return outdir;
}

/** Resolves to true when the tests have ended, by whatever result, and to false when they have not in time. */
async function testsEnded(page: Page): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', () => resolve(true));
  const timer = setTimeout(() => resolve(false), limit);
  return promise.finally(() => clearTimeout(timer));
}
