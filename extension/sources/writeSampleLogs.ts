import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/**
 * Writes the logs of a class of students that end now, in place of those of an earlier day. Generating takes a second or two of
 * computing, so a thread does it.
 */
export async function writeSampleLogs(
  workerFile: string,
  folder: string,
  end: Date,
  signal: AbortSignal,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const worker = new Worker(workerFile, { workerData: { folder, end } });
  try {
    // An error in the thread rejects.
    await once(worker, 'exit', { signal });
  } finally {
    await worker.terminate();
  }
}
