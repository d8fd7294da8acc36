import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectFolder } from '../../../scripts/runProgram.ts';

/** What invoke.js tells of an invocation. */
export interface Invocation {
  answer: unknown;
  milliseconds: number;
  cpuMilliseconds: number;
  /** Since the process was started: when the bundle was loaded, and when the invocation ended. */
  loaded: number;
  sinceStart: number;
  /** Peak of the process. */
  megabytes: number;
}

export interface LambdaProcess {
  invoke(event: object): Promise<Invocation>;
  /** Bytes that it has logged. */
  logged(): number;
  close(): Promise<void>;
}

export interface LambdaOptions {
  bundle: 'ingest' | 'query';
  environment: NodeJS.ProcessEnv;
  /** Megabytes of the function. */
  memory: number;
  /** What its clock says, in milliseconds since 1970. Default: the time. */
  now?: number;
}

/** A bundle in a process that has one core, and the memory limits that Lambda's runtime gives Node. */
export async function startLambda({ bundle, environment, memory, now }: LambdaOptions): Promise<LambdaProcess> {
  const limits = [`--max-old-space-size=${Math.floor(memory * 0.9)}`, `--max-semi-space-size=${memory >> 5}`];
  const script = path.join(import.meta.dirname, 'invoke.js');
  const file = path.join(projectFolder, `dist/lambda/${bundle}.js`);
  const command = [...oneCore(), process.execPath, ...limits, script, file, String(now ?? '')];
  const child = spawn(command[0]!, command.slice(1), {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let logged = 0;
  child.stdout!.on('data', (chunk: Buffer) => (logged += chunk.length));
  const ended = once(child, 'exit');
  const message = async () => {
    const [told] = (await Promise.race([once(child, 'message'), ended.then(() => [])])) as unknown[];
    if (told === undefined) throw new Error(`The ${bundle} function has ended.`);
    return told;
  };
  await message();
  return {
    async invoke(event) {
      child.send(event);
      return (await message()) as Invocation;
    },
    logged: () => logged,
    async close() {
      child.disconnect();
      await ended;
    },
  };
}

/** Where there is no taskset, the process has all cores. */
function oneCore(): string[] {
  return spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
}

/** The message that S3 sends of a new log file. */
export function messageOf(bucket: string, key: string, size: number, time: number): object {
  const object = { key: encodeURIComponent(key).replaceAll('%2F', '/'), size };
  const record = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    eventTime: new Date(time).toISOString(),
    s3: { bucket: { name: bucket }, object },
  };
  const attributes = { ApproximateReceiveCount: '1' };
  return { Records: [{ messageId: '1', body: JSON.stringify({ Records: [record] }), attributes }] };
}
