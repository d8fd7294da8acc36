import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from '../runProgram.ts';

const serverless = path.join(projectFolder, 'node_modules/serverless/bin/serverless.js');

/** Runs a command of Serverless, whose output goes where ours goes. Says whether it succeeded. */
export function runServerless(...args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [serverless, ...args], { cwd: projectFolder, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}
