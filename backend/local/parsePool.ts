import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { KEEP_ALL, type DropSettings } from '../core/dropRule.ts';
import { BatchPacker } from '../sqlite/eventBatch.ts';
import { isLarge, type ParseAnswer, type ParseRequest, type ParseTask, type ParseWorkerData } from './parseTask.ts';

const MAX_WORKERS = 4;

/** Tasks that a worker has before it: the one that it is at, and one so that it never waits for the thread that writes. */
const TASKS_AHEAD = 2;

/**
 * Memory of a worker, in MiB. Young objects get much room: what a file is parsed into dies with the file, and is not
 * worth moving. The old ones are few.
 */
const LIMITS = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 };

interface ParseWorker {
  thread: Worker;
  /** Tasks that it was given and has not finished, in order. */
  tasks: number[];
}

/**
 * Lets worker threads parse tasks and yields what they make of them in the order of the tasks, whoever is done first: so of
 * two files with the same event the same one wins every time. Workers run ahead by a few tasks only, so that memory stays bounded.
 */
export async function* parseAll(
  workerFile: string,
  tasks: readonly ParseTask[],
  signal: AbortSignal,
  drop: DropSettings = KEEP_ALL,
): AsyncGenerator<ParseAnswer> {
  const pool = new ParsePool(workerFile, tasks, { drop });
  const abort = () => pool.fail(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    for (let task = 0; task < tasks.length;) {
      signal.throwIfAborted();
      const { answer, worker } = await pool.next(task);
      yield answer;
      if (answer.open) worker?.postMessage({ more: true } satisfies ParseRequest);
      else task++;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    await pool.close();
  }
}

/** An answer, and who waits to go on with the task. */
interface Received {
  answer: ParseAnswer;
  worker?: Worker;
}

class ParsePool {
  private readonly workerFile: string;
  private readonly tasks: readonly ParseTask[];
  private readonly workerData: ParseWorkerData;
  private readonly workers: ParseWorker[] = [];
  private readonly received = new Map<number, Received[]>();
  /** Tasks during which a worker has died. */
  private readonly failed = new Set<number>();
  private given = 0;
  private failure: { error: unknown } | undefined;
  private wake = () => {};

  constructor(workerFile: string, tasks: readonly ParseTask[], workerData: ParseWorkerData) {
    this.workerFile = workerFile;
    this.tasks = tasks;
    this.workerData = workerData;
    const count = Math.min(availableParallelism(), MAX_WORKERS, tasks.length);
    for (let index = 0; index < count; index++) this.start([]);
  }

  /** The next answer to a task. */
  async next(task: number): Promise<Received> {
    for (;;) {
      if (this.failure) throw this.failure.error;
      this.give(task);
      const next = this.received.get(task)?.shift();
      if (next) {
        if (!next.answer.open) this.received.delete(task);
        return next;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  fail(error: unknown): void {
    this.failure ??= { error };
    this.wake();
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map(({ thread }) => thread.terminate()));
  }

  private start(tasks: number[]): void {
    const { workerFile, workerData } = this;
    const worker: ParseWorker = { thread: new Worker(workerFile, { workerData, resourceLimits: LIMITS }), tasks };
    this.workers.push(worker);
    worker.thread.on('message', (answer: ParseAnswer) => {
      if (!answer.open) worker.tasks.shift();
      this.receive({ answer, worker: worker.thread });
    });
    worker.thread.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.replace(worker);
      else this.fail(error);
    });
    for (const task of worker.tasks) this.request(worker, task);
  }

  private receive(received: Received): void {
    const { task } = received.answer;
    const earlier = this.received.get(task);
    if (earlier) earlier.push(received);
    else this.received.set(task, [received]);
    this.wake();
  }

  /** Gives workers what they have room for. */
  private give(current: number): void {
    const ahead = current + (TASKS_AHEAD + 1) * this.workers.length;
    for (const worker of this.workers) {
      while (worker.tasks.length < TASKS_AHEAD && this.given < Math.min(this.tasks.length, ahead)) {
        worker.tasks.push(this.given);
        this.request(worker, this.given++);
      }
    }
  }

  /** Tries the task that has cost a worker its life once more, with care; after that, and for a large file at once, gives it up. */
  private replace(worker: ParseWorker): void {
    this.workers.splice(this.workers.indexOf(worker), 1);
    const [task, ...others] = worker.tasks;
    if (task === undefined) return this.start([]);
    const files = this.tasks[task]!;
    if (!this.failed.has(task) && !isLarge(files[0]!)) {
      this.failed.add(task);
      return this.start(worker.tasks);
    }
    const packer = new BatchPacker();
    for (const file of files) {
      packer.endFile({
        ...file,
        records: 0,
        dropped: 0,
        broken: 0,
        state: 'rejected',
        reason: 'takes more memory than there is',
      });
    }
    this.start(others);
    this.receive({ answer: { task, batch: packer.pack(), open: false } });
  }

  private request({ thread }: ParseWorker, task: number): void {
    thread.postMessage({ task, files: this.tasks[task]!, careful: this.failed.has(task) } satisfies ParseRequest);
  }
}
