import { createReadStream, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createTrackerApi } from '../core/createTrackerApi.ts';
import type { JsonObject } from '../core/json.ts';
import { readRecord, type WantedRecord } from '../core/readRecord.ts';
import { UserError } from '../core/userError.ts';
import type { Problem } from '../sqlite/fileTable.ts';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import { createIndexer } from './createIndexer.ts';
import type { FileProblem, LocalService } from './localService.ts';
import type { LocalNotes, LocalWorkerData, LocalWorkerService } from './localSource.ts';
import { notify, serve } from './rpc.ts';

/** Entry of the worker thread of an open source: it owns the index, brings it up to date and answers from it. */

const MAX_PROBLEMS = 1_000;

const port = parentPort!;
const { database, roots, version, parseWorkerFile, drop } = workerData as LocalWorkerData;
serve<LocalWorkerService>(port, open());

async function open(): Promise<LocalWorkerService> {
  const now = () => Date.now();
  await mkdir(path.dirname(database), { recursive: true });
  const store = await openSqliteStore(database, now);
  const indexer = createIndexer({
    store,
    roots,
    parseWorkerFile,
    drop,
    now,
    onProgress: (progress) => notify<LocalNotes>(port, { note: 'progress', value: progress }),
    onChanged: () => notify<LocalNotes>(port, { note: 'changed', value: undefined }),
  });
  const service: LocalService = {
    ...createTrackerApi({ store, now, version, readRecord: recordAt }),
    index: (_request, signal) => indexer.index(signal),
    problems: async ({ limit = MAX_PROBLEMS }) => Promise.resolve(store.problems(limit).map(problemOf)),
    indexSize: async () => Promise.resolve(sizeOnDisk()),
  };
  return {
    ...service,
    close: async () => {
      await indexer.stop();
      store.close();
    },
  };
}

async function recordAt(wanted: WantedRecord, signal?: AbortSignal): Promise<JsonObject> {
  try {
    return await readRecord(wanted, createReadStream(wanted.file, { signal }));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UserError(`The log file is no longer there: ${wanted.file}`, { status: 404, cause: error });
    if (syscall === undefined) throw error;
    throw new UserError(`The log file cannot be read (${code}): ${wanted.file}`, { status: 409, cause: error });
  }
}

function problemOf({ name, state, reason, broken, vanished }: Problem): FileProblem {
  if (state !== 'done') return { name, state, reason, broken };
  if (broken > 0) return { name, state: 'broken records', reason, broken };
  return { name, state: 'vanished', reason: vanished ? 'is no longer there; its events are kept' : reason, broken };
}

/** The database with its write-ahead log. */
function sizeOnDisk(): number {
  const files = ['', '-wal', '-shm'].map((suffix) => statSync(`${database}${suffix}`, { throwIfNoEntry: false }));
  return files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
}
