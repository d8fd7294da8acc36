import { isDeepStrictEqual } from 'node:util';
import type { Spending, SpendingMeter } from '../../backend/client/spending.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { LocalSource } from '../../backend/local/localSource.ts';
import type { IndexProgress, LocalService } from '../../backend/local/localService.ts';
import type { RememberedSource } from './sourceList.ts';

export interface SourceCallbacks {
  onProgress(progress: IndexProgress): void;
  /** Events were added. */
  onChanged(): void;
}

/** A source whose answers are paid for has a meter. */
export interface MeteredSource extends LocalSource {
  measure?: SpendingMeter['measure'];
}

export type OpenLocalSource = (source: RememberedSource, callbacks: SourceCallbacks) => MeteredSource;

export interface OpenSourceListener {
  progressed(): void;
  changed(): void;
  /** A fault of ours while indexing; expected failures are in `progress`. */
  failed: (error: unknown) => void;
}

const IDLE: IndexProgress = { state: 'idle', filesDone: 0, filesFound: 0, events: 0 };

/** The current source while it is open: its worker, and the runs that keep its index up to date. */
export class OpenSource {
  readonly source: RememberedSource;
  readonly #local: MeteredSource;
  readonly #listener: OpenSourceListener;
  #progress = IDLE;
  #run: AbortController | undefined;
  #cancelled = false;

  constructor(source: RememberedSource, open: OpenLocalSource, listener: OpenSourceListener) {
    this.source = source;
    this.#listener = listener;
    this.#local = open(source, {
      onProgress: (progress) => this.#setProgress(progress),
      onChanged: () => listener.changed(),
    });
  }

  get service(): LocalService {
    return this.#local.service;
  }

  /** Asks the source, and counts what that costs; nothing where it is on this computer. */
  measure<T>(spending: Spending, ask: () => Promise<T>): Promise<T> {
    return this.#local.measure ? this.#local.measure(spending, ask) : ask();
  }

  get progress(): IndexProgress {
    return this.#progress;
  }

  /** How far the reading of new files is; undefined while there are none to read. */
  get indexing(): { filesDone: number; filesFound: number } | undefined {
    const { state, filesDone, filesFound } = this.#progress;
    // While files are copied nobody knows yet how many there will be.
    const isReading = state === 'downloading' || (state === 'indexing' && filesDone < filesFound);
    return isReading ? { filesDone, filesFound } : undefined;
  }

  /** Whether indexing has ended before all was read, because the user cancelled it or because it failed. */
  get stopped(): boolean {
    return this.#progress.state === 'cancelled' || this.#progress.state === 'failed';
  }

  /**
   * Reads what is new in the folders. Does nothing while that is under way, or after the user has cancelled it. `asked`: the user
   * wants it now, also of a place in AWS that was looked at a minute ago.
   */
  async bringUpToDate({ asked = false } = {}): Promise<void> {
    if (this.#run || this.#cancelled) return;
    const run = new AbortController();
    this.#run = run;
    const before = this.#progress;
    try {
      this.#setProgress(await this.#local.service.index({ asked }, run.signal));
    } catch (error) {
      if (run.signal.aborted) this.#setProgress({ ...this.#progress, state: 'cancelled' });
      else this.#fail(error);
    } finally {
      this.#run = undefined;
      if (!isDeepStrictEqual(before, this.#progress)) this.#listener.changed();
    }
  }

  cancelIndexing(): void {
    if (!this.#run) return;
    this.#cancelled = true;
    this.#run.abort();
  }

  async resumeIndexing(): Promise<void> {
    this.#cancelled = false;
    await this.bringUpToDate({ asked: true });
  }

  async close(): Promise<void> {
    this.#cancelled = true;
    this.#run?.abort();
    await this.#local.close();
  }

  #fail(error: unknown): void {
    const message = error instanceof UserError ? error.message : undefined;
    this.#setProgress({ ...this.#progress, state: 'failed', message });
    if (!(error instanceof UserError)) this.#listener.failed(error);
  }

  #setProgress(progress: IndexProgress): void {
    this.#progress = progress;
    this.#listener.progressed();
  }
}
