import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { generateSample } from '../sample/generateSample.ts';
import { sampleLabs } from '../sample/sampleLabs.ts';
import { sampleSettings, type SampleOptions } from '../sample/sampleOptions.ts';

/** What has been written. */
export interface WrittenSample {
  logFiles: number;
  /** Records in them; an event that is delivered twice counts twice. */
  records: number;
  /** Of the log files and their digests, compressed. */
  bytes: number;
}

/** Files are made one after the other, but creating them waits for the disk. */
const FILES_AT_ONCE = 8;

/** Larger than most of the sample's compressed files, which makes gzip a third faster than its default. */
const CHUNK_SIZE = 64 * 1024;

/**
 * Writes generateSample's files below a folder, which is made if need be, and sampleLabs' beside them. Files that are there
 * already stay, unless they bear the same names. When the signal aborts it rejects with the signal's reason, and leaves what is written.
 * It takes most of a core's time, so the extension calls it in a worker.
 * @param onProgress Called with a fraction from 0 to 1, about a hundred times.
 */
export async function writeSample(
  folder: string,
  options: SampleOptions,
  signal?: AbortSignal,
  onProgress?: (fraction: number) => void,
): Promise<WrittenSample> {
  const { events } = sampleSettings(options);
  const written: WrittenSample = { logFiles: 0, records: 0, bytes: 0 };
  const folders = new Set<string>();
  const files = generateSample(options);
  let reported = 0;

  // Several of these take turns with the one generator. An error in one ends it, and with it all others.
  async function writeFiles(): Promise<void> {
    for (const { path: name, content } of files) {
      signal?.throwIfAborted();
      const file = path.join(folder, ...name.split('/'));
      const compressed = gzipSync(JSON.stringify(content), { level: constants.Z_BEST_SPEED, chunkSize: CHUNK_SIZE });
      const parent = path.dirname(file);
      if (!folders.has(parent)) await mkdir(parent, { recursive: true });
      folders.add(parent);
      await writeFile(file, compressed);

      written.bytes += compressed.length;
      if (!('Records' in content)) continue;
      written.logFiles++;
      written.records += content.Records.length;
      const fraction = Math.min(1, written.records / events);
      if (fraction - reported >= 0.01) onProgress?.((reported = fraction));
    }
  }

  const results = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE }, writeFiles));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  for (const { path: name, text } of sampleLabs(options)) {
    const file = path.join(folder, ...name.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  onProgress?.(1);
  return written;
}
