import { setImmediate, setTimeout } from 'node:timers/promises';
import type { DropSettings } from '../core/dropRule.ts';
import { UserError } from '../core/userError.ts';
import { LeaseLost } from '../sqlite/lease.ts';
import type { SqliteStore } from '../sqlite/sqliteStore.ts';
import { listLogFiles, newestFirst, type FoundFile, type Listing } from './listLogFiles.ts';
import type { IndexProgress } from './localService.ts';
import { parseAll } from './parsePool.ts';
import { tasksOf } from './parseTask.ts';

export interface IndexerOptions {
  store: SqliteStore;
  /** Folders, or single files. */
  roots: readonly string[];
  parseWorkerFile: string;
  /** What is not stored; by default everything is. */
  drop?: DropSettings;
  /** Milliseconds since 1970. */
  now: () => number;
  onProgress: (progress: IndexProgress) => void;
  /** Events were added, by this process or, while it waits, by another. */
  onChanged: () => void;
}

/** Milliseconds between two looks whether another window has ended its run. */
const WAIT = 500;

/** Whoever looks at the events asks anew after each change: not more often than this, in milliseconds. */
const CHANGES = 500;

export interface Indexer {
  /** Brings the store up to date with its folders. One run at a time: whoever asks while one is under way gets its result. */
  index(signal?: AbortSignal): Promise<IndexProgress>;
  /** Cancels the run under way, and all later ones. */
  stop(): Promise<void>;
}

export function createIndexer(options: IndexerOptions): Indexer {
  const { store, roots, parseWorkerFile, drop, now, onProgress, onChanged } = options;
  const stopped = new AbortController();
  let running: Promise<IndexProgress> | undefined;
  let progress: IndexProgress = { state: 'idle', filesDone: 0, filesFound: 0, events: store.eventCount() };
  let lastChange = 0;

  function report(change: Partial<IndexProgress>): IndexProgress {
    const events = store.eventCount();
    if (events !== progress.events && now() - lastChange >= CHANGES) {
      lastChange = now();
      onChanged();
    }
    progress = { ...progress, ...change, events };
    onProgress(progress);
    return progress;
  }

  async function run(signal: AbortSignal): Promise<IndexProgress> {
    const before = store.eventCount();
    try {
      for (;;) {
        try {
          if (store.lease.acquire()) return await update(signal);
        } catch (error) {
          if (!(error instanceof LeaseLost)) throw error;
        }
        report({ state: 'waiting' });
        await setTimeout(WAIT, undefined, { signal });
      }
    } catch (error) {
      if (signal.aborted) return report({ state: 'cancelled' });
      report({ state: 'failed', message: error instanceof UserError ? error.message : 'internal error' });
      if (error instanceof UserError) return progress;
      throw error;
    } finally {
      store.rollback();
      store.lease.release();
      if (store.eventCount() !== before) onChanged();
    }
  }

  async function update(signal: AbortSignal): Promise<IndexProgress> {
    report({ state: 'listing', message: undefined });
    const listing = await listLogFiles(roots, signal);
    const toRead = settleKnown(listing);
    report({ state: 'indexing', filesFound: listing.files.length, filesDone: listing.files.length - toRead.length });
    let open = false;
    for await (const answer of parseAll(parseWorkerFile, tasksOf(newestFirst(toRead)), signal, drop)) {
      // A large file is all in one transaction; in the end it may turn out to be none of ours.
      if (open && answer.batch.files.some(({ state }) => state !== 'done')) store.rollback();
      open = answer.open;
      store.add(answer.batch, open);
      report({ filesDone: progress.filesDone + answer.batch.files.length });
      // Queries come in between.
      await setImmediate();
    }
    if (toRead.length > 0) store.tidy();
    const [unreadable] = listing.unreadable;
    if (unreadable) throw new UserError(`${unreadable.name} cannot be read (${unreadable.reason}).`);
    return report({ state: 'idle' });
  }

  /** Marks what has vanished; answers what is new or changed. */
  function settleKnown({ files, unreadable }: Listing): FoundFile[] {
    const known = new Map(store.knownFiles().map((file) => [file.name, file]));
    const toRead: FoundFile[] = [];
    const back = [];
    for (const file of files) {
      const before = known.get(file.name);
      known.delete(file.name);
      if (!before || before.size !== file.size || before.modified !== file.modified) toRead.push(file);
      else if (before.vanished) back.push(before);
    }
    if (back.length > 0) store.setVanished(back, false);
    // Where a folder cannot be read (a drive is not mounted) nothing is known of its files.
    const gone = unreadable.length > 0 ? [] : [...known.values()].filter(({ vanished }) => !vanished);
    if (gone.length > 0) store.setVanished(gone, true);
    return toRead;
  }

  return {
    index(signal) {
      const either = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
      running ??= run(either).finally(() => (running = undefined));
      return running;
    },
    async stop() {
      stopped.abort();
      await running?.catch(() => undefined); // Whoever asked for the run is told.
    },
  };
}
