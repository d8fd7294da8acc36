/** A signal that aborts when the time is up. */
export interface Deadline {
  signal: AbortSignal;
  /** To be called when nobody needs it any more: a timer would go on in the next invocation. */
  clear(): void;
}

export function startDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new OutOfTime()), Math.max(0, milliseconds));
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

export class OutOfTime extends Error {
  constructor() {
    super('The time was up.');
    this.name = 'OutOfTime';
  }
}

/** The result of some work, or the signal's reason if that comes first: for work that knows no signal and so goes on, unheard. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
