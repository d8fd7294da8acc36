import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { UserError } from '../backend/core/userError.ts';
import { prepareProfile, profileArguments, profileEnvironment, type Profile } from './vscodeProfile.ts';

export interface ServerOptions extends Profile {
  /** code-server's entry script, as `installVSCode` returns it. */
  entry: string;
  /** Absent: a free one. */
  port?: number;
  args?: string[];
  /** Folders are not trusted until somebody says so; elsewhere all are. */
  restricted?: boolean;
  env?: Record<string, string>;
}

export interface Server {
  url: string;
  port: number;
  /** Ends it with all its processes; resolves when it has gone. */
  stop(): Promise<void>;
  /** Resolves when it has ended, by itself or stopped. */
  ended: Promise<void>;
}

/** How long a server may take to answer, in milliseconds. */
const startLimit = 60_000;
/** How long it may take to end when asked to, before it is killed, in milliseconds. */
const stopLimit = 5_000;

/** Installs a .vsix into `options.extensions`, in place of an older one. */
export function installExtension(options: ServerOptions, vsix: string): void {
  prepareProfile(options);
  const args = [options.entry, ...profileArguments(options), '--install-extension', vsix, '--force'];
  const result = spawnSync(process.execPath, args, { env: profileEnvironment(options), encoding: 'utf8' });
  if (result.status !== 0 || !result.stdout.includes('successfully installed')) {
    throw new UserError(`${vsix} could not be installed:\n${result.stdout}${result.stderr}`);
  }
}

/** Serves VS Code on 127.0.0.1, to whoever asks there (no password), and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  prepareProfile(options);
  const port = await freePort(options.port);
  const logFile = path.join(options.folder, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [
      options.entry,
      ...profileArguments(options),
      ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
      ...['--disable-telemetry', '--disable-update-check'],
      ...(options.restricted ? [] : ['--disable-workspace-trust']),
      ...['--disable-getting-started-override', '--ignore-last-opened'],
      ...(options.args ?? []),
    ],
    // A process group of its own, so that everything it starts can be ended with it.
    { env: { ...profileEnvironment(options), ...options.env }, stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const server: Server = { url: `http://127.0.0.1:${port}`, port, ended, stop: () => stop(child, ended) };
  try {
    await untilAnswering(`${server.url}/healthz`, child);
  } catch (error) {
    await server.stop();
    const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-10).join('\n');
    throw new UserError(`VS Code did not start: ${(error as Error).message}\n${lines}`, { cause: error });
  }
  return server;
}

/** The port of 127.0.0.1 that was asked for, or any that is free. Throws a UserError where somebody listens on it. */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (cause) => reject(new UserError(`Port ${wanted} cannot be used: ${cause.message}`, { cause })));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const giveUp = Date.now() + startLimit;
  while (Date.now() < giveUp) {
    if (child.exitCode !== null) throw new Error(`its server ended with ${child.exitCode}`);
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no answer within ${startLimit / 1000} seconds`);
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), stopLimit);
  await ended;
  clearTimeout(kill);
  // The server has gone; what it started may be a moment behind.
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody of the group is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
