import type { DropSettings } from '../core/dropRule.ts';
import type { EventBatch } from '../sqlite/eventBatch.ts';
import type { FoundFile } from './listLogFiles.ts';

/** Files that are read together and become one batch; a large file is a task of its own and becomes several. */
export type ParseTask = readonly FoundFile[];

/** What a parse worker knows from its start. */
export interface ParseWorkerData {
  drop: DropSettings;
}

/** What a parse worker is asked. */
export type ParseRequest =
  | {
      task: number;
      files: ParseTask;
      /** Reads every file as a stream: what was read whole has cost a worker its life. */
      careful: boolean;
    }
  /** To go on with the large file whose part has been written. */
  | { more: true };

/** After an `open` batch, which ends within a file, the worker waits for `more`. */
export interface ParseAnswer {
  task: number;
  batch: EventBatch;
  open: boolean;
}

const MIB = 1 << 20;

/** Bytes of a batch, compressed: 4,000 to 8,000 events. */
const BATCH = MIB;
/** The first batches are smaller, so that something shows soon. */
const FIRST_BATCH = MIB / 8;
const FIRST_BATCHES = 4;
const MAX_FILES = 512;

/** Files beyond this, compressed, are read as a stream, so that memory stays bounded: parsed, they take a hundred times as much. */
const LARGE = 2 * MIB;

/** How much smaller than a plain log file its .gz is, roughly. */
const COMPRESSION = 10;

export function isLarge(file: FoundFile): boolean {
  return compressed(file) > LARGE;
}

function compressed({ name, size }: FoundFile): number {
  return name.toLowerCase().endsWith('.gz') ? size : size / COMPRESSION;
}

/** Divides files into tasks, keeping their order. */
export function tasksOf(files: readonly FoundFile[]): ParseTask[] {
  const tasks: FoundFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = tasks.at(-1);
    const limit = tasks.length <= FIRST_BATCHES ? FIRST_BATCH : BATCH;
    if (last && last.length < MAX_FILES && bytes + compressed(file) <= limit && !isLarge(last[0]!)) last.push(file);
    else {
      tasks.push([file]);
      bytes = 0;
    }
    bytes += compressed(file);
  }
  return tasks;
}
