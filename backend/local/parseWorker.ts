import { createReadStream, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { dropRule } from '../core/dropRule.ts';
import type { TrackerEvent } from '../core/event.ts';
import { isGzip } from '../core/gunzip.ts';
import { parseLogFile, parseLogStream, type LogFileContent } from '../core/parseLogFile.ts';
import { UserError } from '../core/userError.ts';
import { BatchPacker, transferables, type FileReport } from '../sqlite/eventBatch.ts';
import type { FoundFile } from './listLogFiles.ts';
import { isLarge, type ParseAnswer, type ParseRequest, type ParseWorkerData } from './parseTask.ts';

/** Entry of a worker thread that reads log files and packs their events for the thread that writes. */

/** Events of a batch of a large file. */
const PART = 8_000;

/** Bytes, inflated, of the largest file that is parsed as a whole, which takes five times as much. */
const MAX_WHOLE = 32 << 20;

const port = parentPort!;
const ruleThatDrops = dropRule((workerData as ParseWorkerData).drop);
let goOn: (() => void) | undefined;

/** One task after the other. */
let last: Promise<void> = Promise.resolve();
port.on('message', (request: ParseRequest) => {
  if ('more' in request) goOn?.();
  else last = last.then(() => parse(request));
});

async function parse({ task, files, careful }: Exclude<ParseRequest, { more: true }>): Promise<void> {
  if (isLarge(files[0]!)) return parseLarge(task, files[0]!);
  const packer = new BatchPacker();
  const add = (event: TrackerEvent) => packer.add(event);
  for (const file of files) {
    const report = await reportOf(file, add, (onEvent) => {
      const bytes = careful ? undefined : readFileSync(file.name);
      if (bytes && inflatedSize(bytes) <= MAX_WHOLE) return parseLogFile(file.name, bytes, onEvent);
      return parseLogStream(file.name, createReadStream(file.name), onEvent);
    });
    packer.endFile(report);
  }
  send(task, packer, false);
}

/** A large file is sent in parts; the last one says whether it was a log file after all. */
async function parseLarge(task: number, file: FoundFile): Promise<void> {
  let packer = new BatchPacker();

  /** Sends what there is before more is read. */
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file.name)) {
      if (packer.size >= PART) {
        send(task, packer, true);
        packer = packer.next();
        await new Promise<void>((resolve) => (goOn = resolve));
      }
      yield chunk as Uint8Array;
    }
  }

  const add = (event: TrackerEvent) => packer.add(event);
  const report = await reportOf(file, add, (onEvent) => parseLogStream(file.name, chunks(), onEvent));
  packer.endFile(report);
  send(task, packer, false);
}

function send(task: number, packer: BatchPacker, open: boolean): void {
  const batch = packer.pack();
  port.postMessage({ task, batch, open } satisfies ParseAnswer, transferables(batch));
}

/** As gzip's trailer has it: a small file may hold much, if little of it differs. */
function inflatedSize(bytes: Buffer): number {
  return isGzip(bytes) && bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : bytes.length;
}

/** Reads a file; `add` gets the events that the drop rule lets pass. */
async function reportOf(
  file: FoundFile,
  add: (event: TrackerEvent) => void,
  read: (onEvent: (event: TrackerEvent) => void) => LogFileContent | Promise<LogFileContent>,
): Promise<Omit<FileReport, 'duplicates'>> {
  const nothing = { ...file, records: 0, dropped: 0, broken: 0 };
  let droppedByRule = 0;
  try {
    const content = await read((event) => {
      if (ruleThatDrops(event) === undefined) add(event);
      else droppedByRule++;
    });
    if (content.kind === 'skipped') return { ...nothing, state: 'skipped', reason: content.reason };
    const { records, dropped, broken, firstBroken } = content;
    return { ...file, records, dropped: dropped + droppedByRule, broken, state: 'done', reason: firstBroken };
  } catch (error) {
    if (error instanceof UserError) return { ...nothing, state: 'rejected', reason: error.message };
    const { code, syscall } = error as NodeJS.ErrnoException;
    const reason = syscall === undefined ? `made the parser fail: ${String(error)}` : `cannot be read (${code})`;
    // Without a valid time of modification it is tried again next time.
    return { ...nothing, modified: -1, state: 'rejected', reason };
  }
}
