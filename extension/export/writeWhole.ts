import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file, or replaces it, only once all of it is there: until then the text goes to a file beside it, which is removed if
 * something fails or the signal aborts. The text is asked for no faster than the disk takes it.
 */
export async function writeWhole(file: string, text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const part = path.join(path.dirname(file), `.${randomUUID()}.part`);
  // Opened before anything can fail: a stream that opens its file by itself may do so after it was removed.
  const handle = await open(part, 'wx');
  try {
    await pipeline(text, handle.createWriteStream({ autoClose: false }), { signal });
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await handle.close();
    await rm(part, { force: true });
    throw error;
  }
}
