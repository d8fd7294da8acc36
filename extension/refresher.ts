/** Runs one action again and again without letting its runs overlap. */
export interface Refresher {
  /** Runs it, or once more after the run under way, which may have begun too early to see what has changed. */
  now(): Promise<void>;
  /** The same, but not sooner than so many milliseconds after the last run: for changes that come in floods. */
  soon(interval: number): void;
  /** Resolves when none is under way. */
  settled(): Promise<void>;
  dispose(): void;
}

/** `action` deals with its own errors. */
export function createRefresher(action: () => Promise<void>): Refresher {
  let underWay: Promise<void> | undefined;
  let stale = false;
  let last = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  async function runWhileStale(): Promise<void> {
    while (stale) {
      stale = false;
      await action();
      last = performance.now();
    }
  }

  function now(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    stale = true;
    underWay ??= runWhileStale().finally(() => (underWay = undefined));
    return underWay;
  }

  return {
    now,
    soon(interval) {
      timer ??= setTimeout(() => void now(), Math.max(0, last + interval - performance.now()));
    },
    settled: async () => underWay,
    dispose: () => clearTimeout(timer),
  };
}
