import { createHash } from 'node:crypto';
import type { TrackerEvent } from '../core/event.ts';
import { baseName, readLogFileName } from '../core/logFile.ts';
import { parseLogStream, type LogFileContent } from '../core/parseLogFile.ts';
import type { OpenObject } from './objectReader.ts';

export interface ReadLogFile {
  content: LogFileContent;
  /** Those that no rule drops. Nothing else of the file is kept in memory. */
  events: TrackerEvent[];
  /** Numbers of the events that were dropped, by rule. */
  dropped: Record<string, number>;
  /** Of a file that was read to its end and whose name does not tell it from others. */
  contentHash?: string;
}

/** Reads a log file of any size. Throws a UserError where the file has to be rejected, and no UserError where reading it failed. */
export async function readLogFile(
  key: string,
  object: OpenObject,
  ruleThatDrops: (event: TrackerEvent) => string | undefined,
  signal: AbortSignal,
): Promise<ReadLogFile> {
  const events: TrackerEvent[] = [];
  const dropped: Record<string, number> = {};
  const hash = readLogFileName(baseName(key)).kind === 'log' ? undefined : createHash('sha256');

  /** A connection that breaks off may look like the end: such a file is to be read again, not to be rejected as cut off. */
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of object.chunks) {
      bytes += chunk.length;
      hash?.update(chunk);
      yield chunk;
    }
    if (bytes < object.size) throw new Error(`${object.size - bytes} bytes are missing.`);
  }

  const onEvent = (event: TrackerEvent) => {
    const rule = ruleThatDrops(event);
    if (rule === undefined) events.push(event);
    else dropped[rule] = (dropped[rule] ?? 0) + 1;
  };
  const content = await parseLogStream(key, chunks(), onEvent, signal);
  if (content.kind === 'skipped') return { content, events: [], dropped: {} };
  if (content.dropped > 0) dropped['nonActivity'] = content.dropped;
  return { content, events, dropped, contentHash: hash?.digest('hex') };
}
