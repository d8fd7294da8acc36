import type { TrackerApi } from '../core/trackerApi.ts';

/**
 * What the worker thread of an open source offers to the extension host and to the local REST server:
 * the API of every tracker, and the care of the index. Called through localSource.ts.
 */
export interface LocalService extends TrackerApi {
  /**
   * Brings the index up to date with the folders: reads what is new or changed, newest day first, and settles.
   * Safe to call again at any time, after a cancellation and after a kill. Resolves when all is indexed.
   * Only one index run is under way at a time; a second window on the same source waits for the lease.
   */
  index(request: object, signal?: AbortSignal): Promise<IndexProgress>;
  /** The files that were skipped or rejected, and those with broken records, with the reason of each. */
  problems(request: { limit?: number }, signal?: AbortSignal): Promise<FileProblem[]>;
  /** Bytes that the index takes on disk. */
  indexSize(request: object, signal?: AbortSignal): Promise<number>;
}

export interface IndexProgress {
  state: 'idle' | 'listing' | 'downloading' | 'indexing' | 'waiting' | 'cancelled' | 'failed';
  /** While downloading: files of the bucket. Else files settled (indexed, skipped or rejected) and files found. */
  filesDone: number;
  filesFound: number;
  /** Events stored so far. */
  events: number;
  /** Why it failed, for the user. */
  message?: string;
}

export interface FileProblem {
  /** Path of the file. */
  name: string;
  state: 'skipped' | 'rejected' | 'broken records' | 'vanished';
  /** For the user: what is wrong, and where. */
  reason: string;
  /** Broken records in it, if it is not skipped or rejected as a whole. */
  broken: number;
}
