import type Mocha from 'mocha';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';

/**
 * What the extension host calls (extensionTestsPath): runs the bundled tests beside it, and writes mocha's report, as it
 * goes, and the counts at the end into the files that the runner names by environment variables.
 */
export async function run(): Promise<void> {
  const { TEST_REPORT: report, TEST_COUNTS: counts, TEST_GREP: grep } = process.env;
  if (!report || !counts) throw new Error('These tests run by `npm run test:vscode`.');
  const mocha = await newMocha((...line) => appendFileSync(report, `${format(...line)}\n`));
  if (grep) mocha.grep(new RegExp(grep));
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      writeFileSync(counts, JSON.stringify(runner.stats));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed`));
    });
  });
}

async function newMocha(print: (...line: unknown[]) => void): Promise<Mocha> {
  const { default: Mocha } = await import('mocha');
  Mocha.reporters.Base.consoleLog = print;
  return new Mocha({ ui: 'bdd', color: false, timeout: 20_000, reporter: 'spec' });
}
