import { Worker } from 'node:worker_threads';
import type { DropSettings } from '../core/dropRule.ts';
import type { IndexProgress, LocalService } from './localService.ts';
import { createClient } from './rpc.ts';

export interface LocalSourceOptions {
  /** The bundle or source of localWorker.ts and parseWorker.ts. */
  workerFile: string;
  parseWorkerFile: string;
  /** File of the index; its folder is made if need be. */
  database: string;
  /** Folders of log files, or single log files. */
  roots: readonly string[];
  version: string;
  /** What is not stored, for the life of the index; by default everything is. */
  drop?: DropSettings;
  onProgress?: (progress: IndexProgress) => void;
  /** Events were added. */
  onChanged?: () => void;
}

/** A folder of log files (or several) with its index, which a worker thread keeps and answers from. */
export interface LocalSource {
  service: LocalService;
  /** Ends the worker; calls under way fail. What it has committed stays. */
  close(): Promise<void>;
}

export type LocalWorkerData = Omit<LocalSourceOptions, 'workerFile' | 'onProgress' | 'onChanged'>;

export interface LocalWorkerService extends LocalService {
  /** Ends what is under way and closes the index. */
  close(request: object): Promise<void>;
}

/** What the worker tells unasked. */
export interface LocalNotes {
  progress: IndexProgress;
  changed: undefined;
}

/**  The methods of LocalService, to make one of them. */
export const LOCAL_METHODS = [
  'users',
  'services',
  'parameters',
  'userEvents',
  'serviceEvents',
  'scan',
  'activity',
  'userActivity',
  'record',
  'status',
  'gaps',
  'index',
  'problems',
  'indexSize',
] as const satisfies readonly (keyof LocalService)[];

/** Opens a source; its worker starts in the background, and what it cannot open fails with the first call. */
export function openLocalSource({ workerFile, onProgress, onChanged, ...data }: LocalSourceOptions): LocalSource {
  const worker = new Worker(workerFile, { workerData: data satisfies LocalWorkerData });
  const client = createClient<LocalWorkerService, LocalNotes>(worker, [...LOCAL_METHODS, 'close'], {
    progress: (progress) => onProgress?.(progress),
    changed: () => onChanged?.(),
  });
  worker.on('error', (error) => client.fail(error));
  worker.on('exit', () => client.fail(new Error('The worker of the source has ended.')));
  return {
    service: client.service,
    close: async () => {
      await client.service.close({}).catch(() => undefined); // It has ended already.
      await worker.terminate();
    },
  };
}
