import { createReadStream, readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { TrackerEvent } from '../core/event.ts';
import { parseLogFile, parseLogStream, type LogFileContent } from '../core/parseLogFile.ts';
import { UserError } from '../core/userError.ts';
import { BatchPacker, transferables, type FileReport } from '../sqlite/eventBatch.ts';
import type { FoundFile } from './listLogFiles.ts';
import { isLarge, type ParseAnswer, type ParseRequest } from './parseTask.ts';

/** Entry of a worker thread that reads log files and packs their events for the thread that writes. */

/** Events of a batch of a large file. */
const PART = 8_000;

const port = parentPort!;
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
  for (const file of files) {
    const events: TrackerEvent[] = [];
    const onEvent = (event: TrackerEvent) => events.push(event);
    try {
      const content = careful
        ? await parseLogStream(file.name, createReadStream(file.name), onEvent)
        : parseLogFile(file.name, readFileSync(file.name), onEvent);
      packer.addFile(reportOf(file, content), content.kind === 'log' ? events : []);
    } catch (error) {
      packer.addFile(rejected(file, error), []);
    }
  }
  send(task, packer, false);
}

function send(task: number, packer: BatchPacker, open: boolean): void {
  const batch = packer.pack();
  port.postMessage({ task, batch, open } satisfies ParseAnswer, transferables(batch));
}

/** A large file is sent in parts; the last one says whether it was a log file after all. */
async function parseLarge(task: number, file: FoundFile): Promise<void> {
  let packer = new BatchPacker();
  let duplicates = 0;

  /** Sends what there is before more is read. */
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file.name)) {
      if (packer.size >= PART) {
        send(task, packer, true);
        packer = new BatchPacker();
        await new Promise<void>((resolve) => (goOn = resolve));
      }
      yield chunk as Uint8Array;
    }
  }

  let report: Omit<FileReport, 'duplicates'>;
  try {
    const onEvent = (event: TrackerEvent) => {
      if (!packer.add(event)) duplicates++;
    };
    report = reportOf(file, await parseLogStream(file.name, chunks(), onEvent));
  } catch (error) {
    report = rejected(file, error);
  }
  if (report.state !== 'done') packer = new BatchPacker();
  packer.endFile({ ...report, duplicates: report.state === 'done' ? duplicates : 0 });
  send(task, packer, false);
}

function reportOf(file: FoundFile, content: LogFileContent): Omit<FileReport, 'duplicates'> {
  if (content.kind === 'skipped')
    return { ...file, records: 0, dropped: 0, broken: 0, state: 'skipped', reason: content.reason };
  const { records, dropped, broken, firstBroken } = content;
  return { ...file, records, dropped, broken, state: 'done', reason: firstBroken };
}

/** A file that the system does not let us read gets no valid time of modification, so that it is tried again next time. */
function rejected(file: FoundFile, error: unknown): Omit<FileReport, 'duplicates'> {
  const counts = { records: 0, dropped: 0, broken: 0, state: 'rejected' } as const;
  if (error instanceof UserError) return { ...file, ...counts, reason: error.message };
  const { code, syscall } = error as NodeJS.ErrnoException;
  const reason = syscall === undefined ? `made the parser fail: ${String(error)}` : `cannot be read (${code})`;
  return { ...file, ...counts, modified: -1, reason };
}
