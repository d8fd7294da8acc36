import { setImmediate, setTimeout } from 'node:timers/promises';
import { UserError } from '../core/userError.ts';
import { isBusy } from '../sqlite/openDatabase.ts';
import type { SqliteStore } from '../sqlite/sqliteStore.ts';
import { listLogFiles, newestFirst, type FoundFile } from './listLogFiles.ts';
import type { IndexProgress } from './localService.ts';
import { parseAll } from './parsePool.ts';
import { tasksOf } from './parseTask.ts';

export interface IndexerOptions {
  store: SqliteStore;
  /** Folders, or single files. */
  roots: readonly string[];
  parseWorkerFile: string;
  onProgress: (progress: IndexProgress) => void;
  /** Events were added. */
  onChanged: () => void;
}

/** Milliseconds between two looks whether another window's lease has ended. */
const WAIT = 1_000;

/** Brings a store up to date with its folders. */
export function createIndexer({ store, roots, parseWorkerFile, onProgress, onChanged }: IndexerOptions) {
  const stopped = new AbortController();
  let running: Promise<IndexProgress> | undefined;
  let progress: IndexProgress = { state: 'idle', filesDone: 0, filesFound: 0, events: 0 };

  function report(change: Partial<IndexProgress>): IndexProgress {
    progress = { ...progress, ...change, events: store.eventCount() };
    onProgress(progress);
    return progress;
  }

  async function run(signal: AbortSignal): Promise<IndexProgress> {
    try {
      while (!acquire()) {
        report({ state: 'waiting' });
        await setTimeout(WAIT, undefined, { signal });
      }
      return await update(signal);
    } catch (error) {
      if (signal.aborted) return report({ state: 'cancelled' });
      if (error instanceof UserError) return report({ state: 'failed', message: error.message });
      report({ state: 'failed', message: 'internal error' });
      throw error;
    } finally {
      store.rollback();
      store.lease.release();
    }
  }

  function acquire(): boolean {
    try {
      return store.lease.acquire();
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }

  async function update(signal: AbortSignal): Promise<IndexProgress> {
    report({ state: 'listing', message: undefined });
    const listing = await listLogFiles(roots, signal);
    const toRead = settleKnown(listing.files);
    const settled = listing.files.length - toRead.length;
    report({ state: 'indexing', filesFound: listing.files.length, filesDone: settled });
    let open = false;
    for await (const answer of parseAll(parseWorkerFile, tasksOf(newestFirst(toRead)), signal)) {
      // A large file is all in one transaction, and in the end it may turn out to be none of ours.
      if (open && answer.batch.files.some(({ state }) => state !== 'done')) store.rollback();
      open = answer.open;
      store.add(answer.batch, open);
      report({ filesDone: progress.filesDone + answer.batch.files.length });
      if (!open) onChanged();
      await setImmediate();
    }
    const [unreadable] = listing.unreadable;
    if (unreadable && listing.files.length === 0) {
      throw new UserError(`${unreadable.name} cannot be read (${unreadable.reason}).`);
    }
    return report({ state: 'idle' });
  }

  /** Marks what has vanished; answers what is new or changed. */
  function settleKnown(found: readonly FoundFile[]): FoundFile[] {
    const known = new Map(store.knownFiles().map((file) => [file.name, file]));
    const toRead: FoundFile[] = [];
    const back = [];
    for (const file of found) {
      const before = known.get(file.name);
      known.delete(file.name);
      if (!before || before.size !== file.size || before.modified !== file.modified) toRead.push(file);
      else if (before.vanished) back.push(before);
    }
    store.setVanished(back, false);
    store.setVanished(
      [...known.values()].filter(({ vanished }) => !vanished),
      true,
    );
    return toRead;
  }

  return {
    /** One run at a time: whoever asks while one is under way gets its result. */
    index(signal?: AbortSignal): Promise<IndexProgress> {
      const both = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
      running ??= run(both).finally(() => (running = undefined));
      return running;
    },
    /** Cancels the run under way, and all later ones. */
    async stop(): Promise<void> {
      stopped.abort();
      await running;
    },
  };
}
