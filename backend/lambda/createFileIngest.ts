import { dropRule, type DropSettings } from '../core/dropRule.ts';
import type { TrackerEvent } from '../core/event.ts';
import type { LogFileFacts } from '../core/eventStore.ts';
import { skippedByName } from '../core/parseLogFile.ts';
import { UserError } from '../core/userError.ts';
import type { DynamoStore } from '../dynamodb/dynamoStore.ts';
import { untilAborted } from './deadline.ts';
import { errorDetails, reasonOf, type Log } from './jsonLog.ts';
import type { ObjectReader, OpenObject } from './objectReader.ts';
import type { NotifiedObject } from './objectsIn.ts';
import { readLogFile } from './readLogFile.ts';

export interface FileIngestOptions {
  store: Pick<DynamoStore, 'ingest' | 'setAside' | 'setUnsettled'>;
  s3: ObjectReader;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Log;
  dropSettings: DropSettings;
  /** Events older than this are dropped, by the rule 'expired'; undefined keeps them for ever. */
  retentionDays?: number;
}

export interface Attempt {
  /** There was one before. */
  isRepeated: boolean;
  /** Names the invocation in the log. */
  requestId: string;
  /** Breaks it off. */
  signal: AbortSignal;
}

const DAY = 86_400_000;

/**
 * Stores the events of one log file. Answers whether the file is settled, and never rejects. Logs one line per file, in which
 * records = stored + duplicates + all that was dropped + broken.
 */
export function createFileIngest({
  store,
  s3,
  now,
  log,
  dropSettings,
  retentionDays,
}: FileIngestOptions): (object: NotifiedObject, attempt: Attempt) => Promise<boolean> {
  const settledRule = dropRule(dropSettings);

  return (object, attempt) => settle(object, attempt).catch((error: unknown) => fail(object, attempt, error));

  async function fail(object: NotifiedObject, attempt: Attempt, error: unknown): Promise<false> {
    log({ level: 'error', message: 'failed', ...of(object, attempt), ...errorDetails(error) });
    await noteUnsettled(object, attempt, reasonOf(error));
    return false;
  }

  async function settle(object: NotifiedObject, attempt: Attempt): Promise<boolean> {
    const { bucket, key, size = 0, time = now() } = object;
    const facts: LogFileFacts = { name: key, size, modified: time, records: 0, dropped: 0, broken: 0 };
    const foreign = skippedByName(key);
    if (foreign !== undefined) {
      // Not every announcement tells the size, and however a file is announced it has to be the same file.
      await store.setAside({ ...facts, size: 0 }, 'skipped', foreign);
      log({ level: 'info', message: 'skipped', ...of(object, attempt), reason: foreign });
      return true;
    }
    // What killed the process the last time may do so again, and cannot say so then.
    if (attempt.isRepeated) await noteUnsettled(object, attempt, 'An earlier attempt failed, or did not end.');
    const opened = await s3.open(bucket, key, attempt.signal);
    // Not every announcement tells the size, without which nobody knows which file it was that failed.
    const known = { ...object, size: opened.size };
    const ingesting = ingest(known, attempt, opened, { ...facts, size: opened.size, modified: opened.modified });
    return ingesting.catch((error: unknown) => fail(known, attempt, error));
  }

  async function ingest(
    object: NotifiedObject,
    attempt: Attempt,
    opened: OpenObject,
    facts: LogFileFacts,
  ): Promise<boolean> {
    const begin = now();
    const bytes = opened.size;
    let read;
    try {
      read = await readLogFile(object.key, opened, ruleThatDrops(begin), attempt.signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await store.setAside(facts, 'rejected', error.message);
      log({ level: 'error', message: 'rejected', ...of(object, attempt), bytes, reason: error.message });
      return false;
    }
    const { content, events, dropped, contentHash } = read;
    if (content.kind === 'skipped') {
      await store.setAside(facts, 'skipped', content.reason);
      log({ level: 'info', message: 'skipped', ...of(object, attempt), bytes, reason: content.reason });
      return true;
    }
    const { records, broken, firstBroken } = content;
    const allDropped = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    const file = { ...facts, records, dropped: allDropped, broken, contentHash };
    // Requests under way are not broken off, so that nobody has to guess what became of them; but nor are they waited for.
    const ingesting = store.ingest(file, events, { ...attempt, everything: () => everythingOf(object, attempt) });
    const { stored, duplicates } = await untilAborted(ingesting, attempt.signal);
    log({
      level: broken > 0 ? 'warn' : 'info',
      message: 'file',
      ...of(object, attempt),
      bytes,
      records,
      stored,
      duplicates,
      dropped,
      broken,
      firstBroken,
      milliseconds: now() - begin,
    });
    return true;
  }

  async function everythingOf({ bucket, key }: NotifiedObject, { signal }: Attempt): Promise<TrackerEvent[]> {
    return (await readLogFile(key, await s3.open(bucket, key, signal), () => undefined, signal)).events;
  }

  function ruleThatDrops(at: number): (event: TrackerEvent) => string | undefined {
    if (retentionDays === undefined) return settledRule;
    const oldest = at - retentionDays * DAY;
    return (event) => settledRule(event) ?? (Date.parse(event.eventTime) < oldest ? 'expired' : undefined);
  }

  /** Lists the file in the tracker's status. Where that fails too, it is the message in the queue that tells of it. */
  async function noteUnsettled(object: NotifiedObject, attempt: Attempt, reason: string): Promise<void> {
    try {
      await store.setUnsettled({ name: object.key, size: object.size ?? 0 }, reason);
    } catch (error) {
      log({ level: 'error', message: 'not noted', ...of(object, attempt), ...errorDetails(error) });
    }
  }
}

/** What each line of the log says of a file. */
function of({ key }: NotifiedObject, { requestId }: Attempt) {
  return { file: key, requestId };
}
