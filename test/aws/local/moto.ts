import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findPython } from './python.ts';

export interface Moto {
  url: string;
  /** What it has said: failures of functions, and its own. */
  log(): string;
  close(): Promise<void>;
}

interface MotoOptions {
  /** An empty folder. */
  folder: string;
  /** Environment variables of every Lambda function. */
  functionEnvironment: Record<string, string>;
}

/** How soon a message whose handling has failed is delivered again, in seconds. On AWS it takes minutes. */
const REDELIVER_AFTER = 0.5;

/** Starts server.py, moto with Lambda functions that run. */
export async function startMoto({ folder, functionEnvironment }: MotoOptions): Promise<Moto> {
  const settings = {
    node: process.execPath,
    bootstrap: path.join(import.meta.dirname, 'bootstrap.ts'),
    folder,
    environment: functionEnvironment,
    redeliverAfter: REDELIVER_AFTER,
  };
  const child = spawn(await findPython(), [path.join(import.meta.dirname, 'server.py'), JSON.stringify(settings)], {
    env: {
      ...process.env,
      AWS_EC2_METADATA_DISABLED: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      PYTHONWARNINGS: 'ignore',
    },
    stdio: 'pipe',
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const port = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => reject(new Error(`The local AWS did not start.\n${log}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"port"')) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => log,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
