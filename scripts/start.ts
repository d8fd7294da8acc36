import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../backend/core/userError.ts';
import { packageDeployment } from './packageDeployment.ts';
import { packageExtension } from './packageExtension.ts';
import { projectFolder, runScript } from './runProgram.ts';
import { sampleFolder } from './sampleFolder.ts';
import { cacheFolder, installVSCode } from './vscodeRuntime.ts';
import { installExtension, startServer } from './vscodeServer.ts';

const usage = `npm start [-- FOLDER] [-- --web] [-- --port N]
Opens VS Code with the extension on a folder of CloudTrail log files, by default on generated ones.
Uses the desktop VS Code where \`code\` is on the PATH; otherwise, or with --web, one in the browser.`;

async function start(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { web: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(usage);
  if (positionals.length > 1) throw new UserError(usage);

  await runScript('scripts/build.ts');
  const folder = positionals[0] === undefined ? await sampleFolder() : logFolder(positionals[0]);
  if (values.web || !hasDesktopVSCode()) await openInBrowser(folder, portNumber(values.port));
  else {
    await packageDeployment();
    openOnDesktop(folder);
  }
}

/** npm runs scripts in the project's folder; a path is meant relative to where npm was called. */
function logFolder(argument: string): string {
  const folder = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), argument);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UserError(`${folder} is not a folder.`);
  return folder;
}

function portNumber(argument: string | undefined): number | undefined {
  if (argument === undefined) return undefined;
  const port = Number(argument);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UserError(`${argument} is not a port number.`);
  return port;
}

const onWindows = process.platform === 'win32';

function hasDesktopVSCode(): boolean {
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: onWindows }).status === 0;
}

function openOnDesktop(folder: string): void {
  console.log(`Opening ${folder} in VS Code, with the extension of this folder.`);
  const args = [`--extensionDevelopmentPath=${projectFolder}`, '--new-window', folder];
  const quoted = onWindows ? args.map((argument) => `"${argument}"`) : args;
  const { status } = spawnSync('code', quoted, { stdio: 'inherit', shell: onWindows });
  if (status !== 0) throw new UserError(`code ended with ${status}; \`npm start -- --web\` does without it.`);
}

async function openInBrowser(folder: string, port: number | undefined): Promise<void> {
  const entry = await installVSCode(console.log);
  const profile = path.join(cacheFolder(), 'web');
  const options = { entry, folder: profile, extensions: path.join(profile, 'extensions'), port };
  installExtension(options, await packageExtension());
  const server = await startServer(options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void server.stop());
  const address = `${server.url}/?folder=${encodeURIComponent(folder)}`;
  console.log(
    `VS Code is ready on ${address}\nEverybody on this machine can open it, and nobody else. Ctrl+C stops it.`,
  );
  showInBrowser(address);
  await server.ended;
}

/** Opens the address where there is a screen. Where that fails the printed address is enough. */
function showInBrowser(address: string): void {
  const onMac = process.platform === 'darwin';
  if (!onMac && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return;
  const opener = spawn(onMac ? 'open' : 'xdg-open', [address], { stdio: 'ignore', detached: true });
  opener.on('error', () => console.log('No browser could be opened; open the address by hand.'));
  opener.unref();
}

start().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
