import path from 'node:path';
import { projectFolder } from '../../scripts/runProgram.ts';

/** Where one run of the tests keeps its things: the runner makes it, the tests of the run share it. */
export interface TestRun {
  /** A temporary folder of the run; removed with all that lies in it when the run ends. */
  folder: string;
  /** The extension as installed from its .vsix. */
  extensions: string;
  /** Sample logs of a class, ending today. */
  sample: string;
}

const variable = 'CLOUDTRAIL_TRACKER_TEST_RUN';

/** What failed tests leave behind to look at: screenshots, log files. */
export const outputFolder = path.join(projectFolder, 'out/vscode');

/** Makes `folder` the run of this process and of those that it starts. */
export function beginTestRun(folder: string): TestRun {
  process.env[variable] = folder;
  return testRun();
}

export function testRun(): TestRun {
  const folder = process.env[variable];
  if (!folder) throw new Error('These tests run by `npm run test:vscode`.');
  return { folder, extensions: path.join(folder, 'extensions'), sample: path.join(folder, 'sample') };
}
