import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageExtension } from '../../../scripts/packageExtension.ts';
import { projectFolder, runScript } from '../../../scripts/runProgram.ts';
import { installVSCode } from '../../../scripts/vscodeRuntime.ts';
import { installExtension } from '../../../scripts/vscodeServer.ts';
import { findChromium } from '../../e2e/chromium.ts';
import { killProcessesNaming } from '../../e2e/processes.ts';
import { beginTestRun } from '../../e2e/testRun.ts';

/** What the journeys leave behind to look at. */
export const outputFolder = path.join(projectFolder, 'out/aws');

let installing: Promise<void> | undefined;

/** Builds and packs the extension and installs it for all journeys of this process, when the first of them asks. */
export function installOnce(): Promise<void> {
  return (installing ??= install());
}

async function install(): Promise<void> {
  findChromium();
  const entry = await installVSCode(console.log);
  await mkdir(outputFolder, { recursive: true });
  const run = beginTestRun(mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-')));
  process.once('exit', () => {
    killProcessesNaming(run.folder);
    rmSync(run.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  await runScript('scripts/build.ts');
  installExtension(
    { entry, folder: path.join(run.folder, 'install'), extensions: run.extensions },
    await packageExtension(),
  );
}
