import { createGunzip, gunzipSync } from 'node:zlib';
import { UserError } from './userError.ts';

const MIB = 1 << 20;

/** A file read whole may inflate to this many bytes. CloudTrail's inflate 6 to 14 times; a larger one is read as a stream. */
export const MAX_WHOLE = 256 * MIB;
/** A file read as a stream may inflate to this many bytes: log files are at most 50 MB compressed. */
export const MAX_STREAMED = 1024 * MIB;

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Inflates a whole file. Throws a UserError for what is cut off, corrupt or too large. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { chunkSize: sizeHint(bytes), maxOutputLength: MAX_WHOLE });
  } catch (error) {
    throw gzipError(error, MAX_WHOLE);
  }
}

/** Inflates a stream of chunks if it begins as gzip, else passes it on. Throws UserErrors as gunzip does. */
export async function* gunzipStream(
  chunks: AsyncIterable<Uint8Array>,
  limit = MAX_STREAMED,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = rest(head, source);
  yield* limited(isGzip(head) ? inflate(all, limit) : all, limit);
}

async function* rest(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

async function* inflate(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feed = (async () => {
    try {
      for await (const chunk of chunks) {
        if (gunzip.destroyed) return;
        if (!gunzip.write(chunk)) await drained(gunzip);
      }
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error as Error);
    }
  })();
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    throw gzipError(error, limit);
  } finally {
    gunzip.destroy();
    await feed;
  }
}

function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      gunzip.off('drain', done).off('close', done);
      resolve();
    };
    gunzip.on('drain', done).on('close', done);
  });
}

async function* limited(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limit) throw tooLarge(limit);
    yield chunk;
  }
}

/** The size in gzip's trailer lets zlib inflate into one buffer; it is only a hint, for it is modulo 2^32 and can lie. */
function sizeHint(bytes: Uint8Array): number {
  if (bytes.length < 18) return 1024;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  return size < bytes.length * 64 && size < MAX_WHOLE ? Math.max(1024, size + 64) : 64 * 1024;
}

function gzipError(error: unknown, limit: number): unknown {
  const code = (error as { code?: unknown }).code;
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(limit);
  if (code === 'Z_BUF_ERROR') return new UserError('is cut off: its gzip stream ends early', { cause: error });
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new UserError(`is corrupt: ${(error as Error).message} (gzip)`, { cause: error });
  }
  return error;
}

function tooLarge(limit: number): UserError {
  return new UserError(`inflates to more than ${limit / MIB} MiB`);
}
