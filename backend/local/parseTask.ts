import type { EventBatch } from '../sqlite/eventBatch.ts';
import type { FoundFile } from './listLogFiles.ts';

/** What a parse worker is asked: to read files, which become one batch or, if it is a single large file, several; or to go on with that. */
export type ParseRequest = { task: number; files: FoundFile[] } | { more: number };

/** After an `open` batch, which ends within a file, the worker waits for `more`. */
export interface ParseAnswer {
  task: number;
  batch: EventBatch;
  open: boolean;
}

const MIB = 1 << 20;

/** Compressed bytes of a batch: 4,000 to 8,000 events. */
const BATCH_BYTES = MIB;
const MAX_FILES = 512;
/** The first batches are smaller, so that something shows soon. */
const FIRST_BATCH_BYTES = MIB / 8;

/** How much larger than its .gz a log file is, roughly. */
const INFLATION = 10;

/** Files beyond this, compressed, are read as a stream, so that memory stays bounded. */
const LARGE = 4 * MIB;

export function isLarge(file: FoundFile): boolean {
  return compressed(file) > LARGE;
}

function compressed({ name, size }: FoundFile): number {
  return name.toLowerCase().endsWith('.gz') ? size : size / INFLATION;
}

/** Divides files into tasks, keeping their order. A large file is a task of its own. */
export function tasksOf(files: readonly FoundFile[]): FoundFile[][] {
  const tasks: FoundFile[][] = [];
  let bytes = 0;
  let limit = 0;
  for (const file of files) {
    const last = tasks.at(-1);
    const fits = last && last.length < MAX_FILES && bytes + compressed(file) <= limit && !isLarge(last[0]!);
    if (fits) last.push(file);
    else {
      tasks.push([file]);
      bytes = 0;
      limit = tasks.length <= 4 ? FIRST_BATCH_BYTES : BATCH_BYTES;
    }
    bytes += compressed(file);
  }
  return tasks;
}
