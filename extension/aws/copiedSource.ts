import { mkdir } from 'node:fs/promises';
import type { Copy, CopyProgress } from '../../backend/aws/copy.ts';
import type { IndexProgress } from '../../backend/local/localService.ts';
import type { LocalSource } from '../../backend/local/localSource.ts';
import type { SourceCallbacks } from '../sources/openSource.ts';

export interface CopiedSourceOptions {
  copy: Copy;
  /** Where the files are copied to. */
  folder: string;
  /** Opens the index of that folder. */
  openLocal: (callbacks: SourceCallbacks) => LocalSource;
  callbacks: SourceCallbacks;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Milliseconds between two looks of the index into the folder while it fills; a large folder is looked into more seldom. */
const BETWEEN = 2000;
const SHARE = 4;
/** Milliseconds before a copy that failed is tried again unasked. */
const RETRY = 300_000;

/** A place in AWS as a source: its files are copied to this computer while a local index answers from those that are there. */
export function openCopiedSource({ copy, folder, openLocal, callbacks, now }: CopiedSourceOptions): LocalSource {
  let copying: CopyProgress | undefined;
  let last: IndexProgress = { state: 'idle', filesDone: 0, filesFound: 0, events: 0 };
  let failure: { error: unknown; time: number } | undefined;
  const report = (progress: IndexProgress) => callbacks.onProgress((last = progress));
  const downloading = ({ done, found }: CopyProgress): IndexProgress => ({
    state: 'downloading',
    filesDone: done,
    filesFound: found,
    events: last.events,
  });

  const local = openLocal({
    onChanged: () => callbacks.onChanged(),
    // While files are copied, that is what takes the time.
    onProgress: (progress) => report(copying ? downloading({ ...copying }) : progress),
  });
  const { service } = local;

  /** Copies what is new, and lets the index follow. */
  async function copyNew(asked: boolean, signal: AbortSignal | undefined): Promise<void> {
    let indexing: Promise<unknown> | undefined;
    let next = 0;
    const follow = () => {
      if (indexing || now() < next) return;
      const began = now();
      // What fails here fails at the end again, where it is told.
      indexing = service
        .index({}, signal)
        .catch(() => undefined)
        .finally(() => {
          indexing = undefined;
          next = now() + Math.max(BETWEEN, SHARE * (now() - began));
        });
    };
    copying = { done: 0, found: 0, bytes: 0 };
    report(downloading(copying));
    try {
      await copy.run({
        asked,
        signal,
        onFiles: follow,
        onProgress: (progress) => {
          copying = progress;
          report(downloading(progress));
        },
      });
      failure = undefined;
    } catch (error) {
      signal?.throwIfAborted();
      failure = { error, time: now() };
    } finally {
      await indexing;
      copying = undefined;
    }
  }

  async function index(request: { asked?: boolean }, signal?: AbortSignal): Promise<IndexProgress> {
    const asked = request.asked === true;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const mayTry = asked || failure === undefined || now() - failure.time >= RETRY;
    if (mayTry && (await copy.isDue(asked))) await copyNew(asked, signal);
    const progress = await service.index({}, signal);
    // What was copied can be seen; why there is not more of it is said until it is mended.
    if (failure) throw failure.error;
    return progress;
  }

  return {
    close: () => local.close(),
    service: {
      ...service,
      index,
      async status(request, signal) {
        const [status, failures] = await Promise.all([service.status(request, signal), copy.failures()]);
        return { ...status, rejected: status.rejected + failures.length };
      },
      async problems(request, signal) {
        const failures = (await copy.failures()).map(({ key, reason }) => ({
          name: key,
          state: 'rejected' as const,
          reason: `could not be copied: ${reason}`,
          broken: 0,
        }));
        return [...failures, ...(await service.problems(request, signal))].slice(0, request.limit);
      },
    },
  };
}
