import type { MessagePort, Worker } from 'node:worker_threads';
import { UserError, type UserErrorStatus } from '../core/userError.ts';

/** What both ends of a port have in common. */
type Port = Pick<MessagePort | Worker, 'postMessage' | 'on'>;

type Call = { id: number; method: string; argument: unknown } | { id: number; abort: true };

/** Results travel as JSON: as a string they cross a port several times faster than as objects. */
type Answer =
  | { id: number; ok: string | undefined }
  | { id: number; error: { message: string; status: UserErrorStatus; parameter: string | undefined } }
  | { id: number; fault: string };

type Note<Notes> = { [Name in keyof Notes]: { note: Name; value: Notes[Name] } }[keyof Notes];

/** Methods that can be called through a port: one argument that can be cloned, a signal, a result that is JSON. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each method has its own argument, whatever it is
export type Service<T> = { [Method in keyof T]: (argument: any, signal?: AbortSignal) => Promise<unknown> };

/** Answers the calls that come through a port, as soon as the service is there; where it cannot be had, with the reason. */
export function serve<T extends Service<T>>(port: Port, service: Promise<T>): void {
  service.catch(() => undefined); // Whoever calls is told.
  const running = new Map<number, AbortController>();
  port.on('message', (call: Call) => {
    if ('abort' in call) running.get(call.id)?.abort();
    else void answer(call);
  });

  async function answer({ id, method, argument }: Extract<Call, { method: string }>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const result = await (await service)[method as keyof T](argument, controller.signal);
      port.postMessage({ id, ok: JSON.stringify(result) } satisfies Answer);
    } catch (error) {
      port.postMessage(failure(id, error));
    } finally {
      running.delete(id);
    }
  }
}

/** Sends a note to the other end, which does not answer. */
export function notify<Notes>(port: Port, note: Note<Notes>): void {
  port.postMessage(note);
}

export interface Client<T> {
  /** Calls a method at the other end. Rejects with the UserError that was thrown there, with the signal's reason, or with a fault. */
  service: T;
  /** Lets all calls under way fail. */
  fail(error: Error): void;
}

export function createClient<T extends Service<T>, Notes>(
  port: Port,
  methods: readonly (keyof T & string)[],
  notes: { [Name in keyof Notes]: (value: Notes[Name]) => void },
): Client<T> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let failed: Error | undefined;
  let next = 1;

  port.on('message', (message: Answer | Note<Notes>) => {
    if ('note' in message) return notes[message.note](message.value);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('ok' in message) call?.resolve(message.ok === undefined ? undefined : JSON.parse(message.ok));
    else if ('error' in message) call?.reject(new UserError(message.error.message, message.error));
    else call?.reject(new Error(message.fault));
  });

  async function call(method: string, argument: unknown, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (failed !== undefined) throw failed;
    const id = next++;
    const abort = () => port.postMessage({ id, abort: true } satisfies Call);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        port.postMessage({ id, method, argument } satisfies Call);
      });
    } catch (error) {
      // What the other end threw then is no fault.
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  const service = Object.fromEntries(
    methods.map((method) => [method, (argument: unknown, signal?: AbortSignal) => call(method, argument, signal)]),
  ) as unknown as T;
  return {
    service,
    fail(error: Error) {
      failed = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

function failure(id: number, error: unknown): Answer {
  if (error instanceof UserError)
    return { id, error: { message: error.message, status: error.status, parameter: error.parameter } };
  return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
