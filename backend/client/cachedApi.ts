import { routes, type ApiMethod } from '../core/routes.ts';
import type { TrackerApi } from '../core/trackerApi.ts';

export interface CachedApiOptions {
  /** Milliseconds for which an answer stands. */
  keep: number;
  /** Requests under way at once; the others wait for their turn. */
  atOnce: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Called for each question that is not asked of the tracker, because it was already. */
  onKept?: () => void;
}

export interface CachedApi extends TrackerApi {
  /** Forgets all answers. */
  clear: () => void;
}

interface Entry {
  answer: Promise<unknown>;
  /** When it came; undefined while it is under way. */
  came?: number;
  /** How many wait for it. When nobody does any more it is given up. */
  waiting: number;
  giveUp: AbortController;
}

/**
 * Several views ask the same at once, and again when one of them is shown again: a tracker is asked once for all of them. An
 * answer is kept briefly, an error not at all; nor is a page behind the first, because whoever exports asks for thousands of them, once.
 */
export function cachedApi(api: TrackerApi, { keep, atOnce, now, onKept }: CachedApiOptions): CachedApi {
  const entries = new Map<string, Entry>();
  const inTurn = createTurns(atOnce);

  function begin(key: string, isKept: boolean, ask: (signal: AbortSignal) => Promise<unknown>): Entry {
    const giveUp = new AbortController();
    const entry: Entry = { answer: inTurn(() => ask(giveUp.signal), giveUp.signal), waiting: 0, giveUp };
    const forget = () => entries.get(key) === entry && entries.delete(key);
    entry.answer.then(() => {
      entry.came = now();
      if (!isKept) forget();
    }, forget);
    giveUp.signal.addEventListener('abort', forget);
    entries.set(key, entry);
    return entry;
  }

  async function ask(method: ApiMethod, request: object, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    for (const [key, { came }] of entries) if (came !== undefined && now() - came >= keep) entries.delete(key);
    const key = `${method} ${keyOf(request)}`;
    // Each method takes its own request; here they are all alike.
    const calls = api as unknown as Record<ApiMethod, (request: object, signal: AbortSignal) => Promise<unknown>>;
    const isKept = !('cursor' in request) || request.cursor === undefined;
    const known = entries.get(key);
    if (known) onKept?.();
    return waitFor(known ?? begin(key, isKept, (given) => calls[method](request, given)), signal);
  }

  const methods = (Object.keys(routes) as ApiMethod[]).map((method) => [
    method,
    (request: object, signal?: AbortSignal) => ask(method, request, signal),
  ]);
  return { ...(Object.fromEntries(methods) as unknown as TrackerApi), clear: () => entries.clear() };
}

/** The same of requests that ask the same, in whatever order. */
function keyOf(request: object): string {
  const entries = Object.entries(request).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function waitFor(entry: Entry, signal: AbortSignal | undefined): Promise<unknown> {
  entry.waiting++;
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal?.reason as Error);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([entry.answer, promise]);
  } finally {
    signal?.removeEventListener('abort', leave);
    entry.waiting--;
    if (entry.waiting === 0 && entry.came === undefined) entry.giveUp.abort();
  }
}

/** Runs so many tasks at once, the others in their order. */
function createTurns(atOnce: number): <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (task, signal) => {
    if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve));
    else running++;
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
