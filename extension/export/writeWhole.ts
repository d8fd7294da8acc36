import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file, or replaces it, only once all of it is there: until then the text goes to a file beside it, which is removed if
 * something fails or the signal aborts. The text is asked for no faster than the disk takes it.
 */
export async function writeWhole(file: string, text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const part = path.join(path.dirname(file), `.${randomUUID()}.part`);
  const stream = createWriteStream(part, { flags: 'wx' });
  try {
    // Before anything else can fail: a stream may still open its file after that was removed.
    await once(stream, 'open');
    await pipeline(text, stream, { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
