import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { UserError } from '../backend/core/userError.ts';
import { runProgram } from './runProgram.ts';

/** code-server 4.139.1 is VS Code 1.139.1: workbench, server and extension host, from the npm registry alone. */
const codeServerVersion = '4.139.1';

/** Where what is costly to make again is kept between runs, outside the clone. CLOUDTRAIL_TRACKER_CACHE overrides it. */
export function cacheFolder(): string {
  const override = process.env['CLOUDTRAIL_TRACKER_CACHE'];
  if (override) return path.resolve(override);
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'cloudtrail-tracker');
}

/**
 * Installs the VS Code that the tests and `npm start -- --web` run, unless the cache has it, and returns the path of its
 * entry script. Finished installations only bear the final name, so a stopped or a parallel one does no harm.
 *
 * It is no dependency of the project: its install script compiles native modules and refuses other Nodes than its own.
 * Without that script (`--ignore-scripts`) all works but what nobody needs here: log files on disk and password hashes.
 */
export async function installVSCode(log: (line: string) => void): Promise<string> {
  const installed = path.join(cacheFolder(), `code-server-${codeServerVersion}`);
  const entryIn = (folder: string) => path.join(folder, 'node_modules/code-server/out/node/entry.js');
  if (existsSync(entryIn(installed))) return entryIn(installed);

  log(`Installing VS Code (code-server ${codeServerVersion}, 600 MB on disk) once into ${installed} …`);
  const partial = `${installed}.partial-${process.pid}`;
  try {
    await mkdir(partial, { recursive: true });
    await writeFile(path.join(partial, 'package.json'), '{"private":true}\n');
    await npm(['install', `code-server@${codeServerVersion}`], partial);
    // What code-server's own install script would do next, by its shrinkwrap file.
    await npm(['install', '--omit=dev'], path.join(partial, 'node_modules/code-server/lib/vscode'));
    await rename(partial, installed).catch((error: unknown) => {
      if (!existsSync(entryIn(installed))) throw error;
    });
  } catch (error) {
    throw new UserError(
      `VS Code could not be installed into ${installed}: ${(error as Error).message}\n` +
        'It comes from the npm registry (package code-server). CLOUDTRAIL_TRACKER_CACHE chooses another folder.',
      { cause: error },
    );
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return entryIn(installed);
}

function npm(args: string[], cwd: string): Promise<void> {
  // What `npm run` tells its scripts about this project is not meant for an installation elsewhere.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix|command)/.test(name)),
  );
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return runProgram('npm', [...quiet, ...args], { cwd, env, shell: process.platform === 'win32' });
}
