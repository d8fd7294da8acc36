import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FoundFile } from './listLogFiles.ts';
import type { ParseAnswer, ParseRequest } from './parseTask.ts';

const MAX_WORKERS = 4;
/** Tasks that a worker has before it: one that it is at, one so that it never waits for the thread that writes. */
const TASKS_AHEAD = 2;

/**
 * Lets worker threads parse tasks and yields what they make of them, in the order of the tasks, whoever is done first: so
 * of two files with the same event the same one wins every time. Workers run ahead by a few tasks at most.
 */
export async function* parseAll(workerFile: string, tasks: readonly FoundFile[][], signal?: AbortSignal): AsyncGenerator<ParseAnswer> {
  const workers = Array.from({ length: Math.min(availableParallelism(), MAX_WORKERS, tasks.length) }, () => new Worker(workerFile, { resourceLimits: { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 256 } }));
  const answers = new Map<number, { answer: ParseAnswer; worker: Worker }[]>();
  const ahead = TASKS_AHEAD * workers.length + 2;
  let given = 0;
  let wake: (() => void) | undefined;
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    wake?.();
  };
  const aborted = () => fail(signal!.reason);

  function give(worker: Worker, current: number): void {
    if (given >= tasks.length || given >= current + ahead) return;
    const task = given++;
    worker.postMessage({ task, files: tasks[task]! } satisfies ParseRequest);
  }

  const load = new Map(workers.map((worker) => [worker, 0]));
  function giveAll(current: number): void {
    for (const worker of workers) {
      while (load.get(worker)! < TASKS_AHEAD && given < tasks.length && given < current + ahead) {
        load.set(worker, load.get(worker)! + 1);
        give(worker, current);
      }
    }
  }

  try {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', aborted);
    for (const worker of workers) {
      worker.on('error', fail);
      worker.on('message', (answer: ParseAnswer) => {
        const list = answers.get(answer.task);
        if (list) list.push({ answer, worker });
        else answers.set(answer.task, [{ answer, worker }]);
        if (!answer.open) load.set(worker, load.get(worker)! - 1);
        wake?.();
      });
    }
    for (let current = 0; current < tasks.length; ) {
      giveAll(current);
      const next = answers.get(current)?.shift();
      if (failure !== undefined) throw failure;
      if (!next) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      yield next.answer;
      if (next.answer.open) next.worker.postMessage({ more: current } satisfies ParseRequest);
      else answers.delete(current++);
    }
  } finally {
    signal?.removeEventListener('abort', aborted);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
