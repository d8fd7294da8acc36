import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../runProgram.ts';

const PROGRAM = path.join(projectFolder, 'node_modules/serverless/bin/serverless.js');

/**
 * The files that `serverless package` makes of serverless.yml, by their names: without credentials and without a network, in a
 * folder of its own.
 * @param fill puts the handlers into that folder
 */
export async function packageOffline(args: string[], fill: (folder: string) => void): Promise<Map<string, Buffer>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-package-'));
  try {
    for (const file of ['serverless.yml', 'package.json'])
      cpSync(path.join(projectFolder, file), path.join(folder, file));
    symlinkSync(path.join(projectFolder, 'scripts'), path.join(folder, 'scripts'), 'junction');
    fill(folder);
    await runServerless(folder, ['package', ...args]);
    const output = path.join(folder, '.serverless');
    return new Map(readdirSync(output).map((file) => [file, readFileSync(path.join(output, file))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runServerless(folder: string, args: string[]): Promise<void> {
  const env = {
    HOME: folder,
    USERPROFILE: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
      else resolve();
    });
  });
}
