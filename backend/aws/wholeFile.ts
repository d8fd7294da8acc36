import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Files on their way: hidden, so that no listing of log files sees half of one. */
const INCOMING = '.incoming';

/** Milliseconds after which a file on its way is nobody's any more. */
const STALE = 3_600_000;

export interface WriteOptions {
  /** Waits until the disk has it, so that even a power cut leaves it whole. By default it does. */
  flush?: boolean;
  signal?: AbortSignal;
}

/**
 * Writes a file below `folder` that is there whole or not at all. Answers its size in bytes. What stood there is replaced;
 * only the user may read it, for logs tell who did what.
 */
export async function writeWhole(
  folder: string,
  file: string,
  content: Readable | Uint8Array | string,
  { flush = true, signal }: WriteOptions = {},
): Promise<number> {
  const incoming = path.join(folder, INCOMING);
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const unfinished = path.join(incoming, randomUUID());
  try {
    const source = content instanceof Readable ? content : Readable.from([content]);
    const target = createWriteStream(unfinished, { mode: 0o600, flush });
    await pipeline(source, target, { signal });
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await rename(unfinished, file);
    return target.bytesWritten;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Removes what a killed process has left. `now`: milliseconds since 1970. */
export async function removeUnfinished(folder: string, now: number): Promise<void> {
  const incoming = path.join(folder, INCOMING);
  for (const name of await readdir(incoming).catch(() => [])) {
    const file = path.join(incoming, name);
    const written = (await stat(file).catch(() => undefined))?.mtimeMs ?? now;
    if (now - written > STALE) await rm(file, { force: true });
  }
}

/** What a state file says, as it stands there; undefined where there is none, or none that can be read: then all is looked for anew. */
export async function readState(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
