import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseDropSettings, type DropSettings } from '../backend/core/dropRule.ts';
import { UserError } from '../backend/core/userError.ts';
import { openLocalSource, type LocalSource } from '../backend/local/localSource.ts';
import { openRestServer } from '../backend/local/restServer.ts';

/** Serves the REST API over folders of log files. Prints where as soon as it answers, and how much there is when all is indexed. */

const USAGE = `npm run serve -- --logs FOLDER [--logs FOLDER …] [--port N] [--token TOKEN] [--database FILE] [--drop RULE]
  --logs      a folder of CloudTrail log files
  --port      the port on 127.0.0.1; by default any that is free
  --token     asks every caller for "Authorization: Bearer TOKEN"
  --database  where to keep the index; by default in a temporary folder that is removed at the end
  --drop      leaves out what a tracker would not store: default, none (the default here), predecessor, or JSON`;

interface Options {
  roots: string[];
  port: number;
  token?: string;
  database?: string;
  drop?: DropSettings;
}

function readOptions(): Options | 'help' {
  const { logs = [], port = '0', token, database, drop, help } = readArguments();
  if (help) return 'help';
  const roots = logs.map(fromCaller);
  const missing = roots.find((root) => !statSync(root, { throwIfNoEntry: false })?.isDirectory());
  if (roots.length === 0) throw new UserError(`--logs is missing.\n${USAGE}`);
  if (missing !== undefined) throw new UserError(`--logs: ${missing} is not a folder.`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UserError(`--port: ${port} is not a port number.`);
  if (token !== undefined && !/^[!-~]+$/.test(token))
    throw new UserError('--token: ASCII letters, digits and signs, without spaces.');
  // A file that was indexed under one rule is not read again under another.
  if (drop !== undefined && database !== undefined)
    throw new UserError('--drop cannot be given with --database: an index that is kept stores everything.');
  return {
    roots,
    port: Number(port),
    token,
    database: database === undefined ? undefined : fromCaller(database),
    drop: drop === undefined ? undefined : parseDropSettings(drop),
  };
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        logs: { type: 'string', multiple: true },
        port: { type: 'string' },
        token: { type: 'string' },
        database: { type: 'string' },
        drop: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UserError(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
}

/** npm runs scripts in the project's folder; a path is meant relative to where npm was called. */
function fromCaller(argument: string): string {
  return path.resolve(process.env['INIT_CWD'] ?? process.cwd(), argument);
}

async function serve({ roots, port, token, database, drop }: Options): Promise<void> {
  const stop = new AbortController();
  // Ctrl+C reaches this process twice, from the terminal and from npm: the second must not break off the tidying up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => stop.abort());
  const temporary = database === undefined ? await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-')) : undefined;
  try {
    const source = openLocalSource({
      workerFile: inProject('backend/local/localWorker.ts'),
      parseWorkerFile: inProject('backend/local/parseWorker.ts'),
      database: database ?? path.join(temporary!, 'index.sqlite'),
      roots,
      version: await ownVersion(),
      drop,
    });
    try {
      const log = (error: unknown, requestId: string) => console.error(`request ${requestId}:`, error);
      const server = await openRestServer({ api: source.service, port, token, log });
      try {
        console.log(`ready ${server.url}`);
        await index(source, stop.signal);
        if (!stop.signal.aborted) await once(stop.signal, 'abort');
      } finally {
        await server.close();
      }
    } finally {
      await source.close();
    }
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

/** npm hands a signal on to the shell between it and this process, and that shell ends without handing it on. */
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}

async function index({ service }: LocalSource, signal: AbortSignal): Promise<void> {
  const { state, message } = await service.index({}, signal);
  if (state === 'failed') throw new UserError(message ?? 'The log files could not be indexed.');
  if (signal.aborted) return;
  const { files, events, skipped, rejected } = await service.status({});
  console.log(`indexed ${files} files, ${events} events (${skipped} skipped, ${rejected} rejected)`);
}

function inProject(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

async function ownVersion(): Promise<string> {
  return (JSON.parse(await readFile(inProject('package.json'), 'utf8')) as { version: string }).version;
}

try {
  const options = readOptions();
  if (options === 'help') console.log(USAGE);
  else await serve(options);
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
