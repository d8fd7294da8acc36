import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { UserError } from '../backend/core/userError.ts';

/** The folder of the project. */
export const projectFolder = path.dirname(import.meta.dirname);

/** Runs a program to its end. What it says is heard only when it fails, in the error. */
export function runProgram(
  program: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; shell?: boolean } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectFolder, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const said = stripVTControlCharacters(output).trim();
      if (code === 0) resolve();
      else reject(new UserError(`${path.basename(program)} ${args.join(' ')} ended with ${code ?? signal}\n${said}`));
    });
  });
}

/** Runs one of the project's scripts with the Node that runs this one. */
export function runScript(script: string, ...args: string[]): Promise<void> {
  return runProgram(process.execPath, [script, ...args]);
}
