import type { TrackerEvent } from './event.ts';
import { eventOf } from './eventOf.ts';
import type { Json } from './json.ts';
import { baseName, readLogFileName, type LogFileKind } from './logFile.ts';
import { gunzip, gunzipStream, isGzip } from './gunzip.ts';
import { DIGEST, elementsOf, nonActivity, NOT_CLOUDTRAIL, recordIn, seemsRecord } from './records.ts';
import { RecordSplitter } from './recordSplitter.ts';
import { UserError } from './userError.ts';

/** What was read of a file. Events handed out = records - dropped - broken. */
export type LogFileContent =
  | {
      kind: 'log';
      records: number;
      dropped: number;
      broken: number;
      /** Why the first broken record is. */ firstBroken?: string;
    }
  | { kind: 'skipped'; reason: string };

/** How much of a text shows what it begins as, in characters. */
const HEAD = 1000;

const SIBLING_REASON: Record<Exclude<LogFileKind, 'log' | 'other'>, string> = {
  digest: DIGEST,
  insight: 'Insight events only, which name no user',
  networkActivity: 'network activity events only',
  aggregated: 'aggregated events only (sums of data events)',
};

/** The reason to skip a file for its name alone, if there is one. */
export function skippedByName(name: string): string | undefined {
  const { kind } = readLogFileName(name);
  return kind === 'log' || kind === 'other' ? undefined : SIBLING_REASON[kind];
}

/**
 * Reads a file as it lies in the bucket or folder (gzip'd or not), whole in memory. Throws a UserError with the reason when
 * the file has to be rejected: it is cut off, corrupt, too large, or no JSON although it is named as a log file.
 */
export function parseLogFile(name: string, bytes: Uint8Array, onEvent: (event: TrackerEvent) => void): LogFileContent {
  const reason = skippedByName(name);
  if (reason !== undefined) return { kind: 'skipped', reason };
  const text = new TextDecoder().decode(isGzip(bytes) ? gunzip(bytes) : bytes);
  const reader = new ElementReader(name, onEvent);
  let content: Json;
  try {
    content = JSON.parse(text) as Json;
  } catch (error) {
    return parseLines(name, text, reader, error);
  }
  const found = elementsOf(content);
  if ('skipped' in found) return skippedOrRejected(name, found.skipped);
  for (const element of found.elements) reader.read(element);
  return reader.finish();
}

/**
 * The same for a file of any size within bounded memory; `chunks` are the file's bytes as stored. Events may have been
 * handed out before it throws: the caller discards them.
 */
export async function parseLogStream(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  onEvent: (event: TrackerEvent) => void,
  signal?: AbortSignal,
): Promise<LogFileContent> {
  const reason = skippedByName(name);
  if (reason !== undefined) return { kind: 'skipped', reason };
  const reader = new ElementReader(name, onEvent);
  let skipped: string | undefined;
  const splitter = new RecordSplitter((text, from) => {
    if (from === 'lines') return reader.readLine(text);
    const found = from === 'list' ? { elements: [parsedElement(text)] } : elementsOf(parsedElement(text));
    if ('skipped' in found) skipped = found.skipped;
    else for (const element of found.elements) reader.read(element);
  });
  /** As of a file that is read whole: what is no JSON, and neither named as a log file nor begun as one, is none of ours. */
  const isForeign = (read: () => void): boolean => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof UserError) || splitter.hasList || isNamedLog(name) || beginsAsLog(head)) throw error;
      skipped = NOT_CLOUDTRAIL;
    }
    if (splitter.isForeign && beginsAsLog(head)) throw new UserError('is not valid JSON');
    if (splitter.isForeign) skipped = NOT_CLOUDTRAIL;
    return skipped === NOT_CLOUDTRAIL;
  };
  let head = '';
  let ended = false;
  for await (const chunk of gunzipStream(chunks)) {
    signal?.throwIfAborted();
    if (head.length < HEAD) head += Buffer.from(chunk.subarray(0, HEAD)).toString('latin1');
    if ((ended = isForeign(() => splitter.write(chunk)))) break;
  }
  if (!ended) isForeign(() => splitter.end());
  return skipped === undefined ? reader.finish() : skippedOrRejected(name, skipped);
}

/** JSON Lines, where the text is that; a broken line is a broken record. */
function parseLines(name: string, text: string, reader: ElementReader, error: unknown): LogFileContent {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.slice(0, 2).some((line) => seemsRecord(parsed(line)))) {
    for (const line of lines) reader.readLine(line);
    return reader.finish();
  }
  if (isNamedLog(name) || beginsAsLog(text.slice(0, HEAD))) throw new UserError(syntaxError(error), { cause: error });
  return { kind: 'skipped', reason: NOT_CLOUDTRAIL };
}

/** A file that is named as a log file and is none is worth a warning; any other is none of our business. */
function skippedOrRejected(name: string, reason: string): LogFileContent {
  if (reason === NOT_CLOUDTRAIL && isNamedLog(name))
    throw new UserError('is named as a log file but holds no "Records"');
  return { kind: 'skipped', reason };
}

/** Whether a text, of which this is the beginning, is a log file whatever its name says. */
function beginsAsLog(head: string): boolean {
  return /^(\ufeff|\u00ef\u00bb\u00bf)?\s*\{\s*"Records"/.test(head);
}

function isNamedLog(name: string): boolean {
  return readLogFileName(name).kind === 'log';
}

/** V8's message without the snippet of the text that it quotes: that may be a secret. */
function syntaxError(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('end of JSON') || message.includes('Unterminated')) return 'is cut off: its JSON ends early';
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? 'is not valid JSON' : `is not valid JSON (character ${position})`;
}

function parsedElement(text: string): Json {
  const element = parsed(text);
  if (element === undefined) throw new UserError('is not valid JSON');
  return element;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // The caller asks whether it is JSON at all.
  }
}

/** Turns elements into events, and counts. A broken record is counted and passed over. */
class ElementReader {
  private readonly name: string;
  private readonly logFile: string;
  private readonly onEvent: (event: TrackerEvent) => void;
  private readonly categories = new Set<string>();
  private records = 0;
  private dropped = 0;
  private broken = 0;
  /** Whether anything in it looks like a record. */
  private seemsLog = false;
  private firstBroken: string | undefined;

  constructor(name: string, onEvent: (event: TrackerEvent) => void) {
    this.name = name;
    this.logFile = baseName(name);
    this.onEvent = onEvent;
  }

  readLine(text: string): void {
    const element = parsed(text);
    if (element === undefined) this.setBroken('is not valid JSON');
    else this.read(element);
  }

  read(element: Json): void {
    this.seemsLog ||= seemsRecord(element);
    let event: TrackerEvent | undefined;
    try {
      const record = recordIn(element);
      const category = nonActivity(record);
      if (category === undefined) event = eventOf(record, this.logFile, this.records);
      else this.categories.add(category);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.setBroken(error.message);
      return;
    }
    this.records++;
    if (event) this.onEvent(event);
    else this.dropped++;
  }

  finish(): LogFileContent {
    const { records, dropped, broken, firstBroken } = this;
    if (records > 0 && dropped === records)
      return { kind: 'skipped', reason: `${[...this.categories].sort().join(' and ')} events only` };
    if (!this.seemsLog && !isNamedLog(this.name)) return { kind: 'skipped', reason: NOT_CLOUDTRAIL };
    return { kind: 'log', records, dropped, broken, ...(firstBroken === undefined ? {} : { firstBroken }) };
  }

  private setBroken(reason: string): void {
    this.firstBroken ??= `record ${this.records + 1} ${reason}`;
    this.records++;
    this.broken++;
  }
}
