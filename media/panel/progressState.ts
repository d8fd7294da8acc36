import { signal, type Signal } from '@preact/signals';
import type { ProgressAnswer, LeftRunning, PanelHost, ProgressChoice } from '../../extension/panel/protocol.ts';
import type { MatrixView } from './progress.ts';
import type { Connect } from './rpc.ts';

/** What the page about progress shows. */
export interface ProgressState {
  /** Undefined until it was answered; null where there is no group or no lab. */
  answer: Signal<ProgressAnswer | null | undefined>;
  matrix: Signal<MatrixView>;
  /** What was left running, once it was asked for, and of which group. */
  left: Signal<{ group: string; answer: LeftRunning } | undefined>;
  leftBusy: Signal<boolean>;
  askLeft: (group: string) => void;
}

export interface ProgressAsking extends ProgressState {
  /** Asks how far a group is, and returns what shows it. */
  ask: (host: PanelHost, choice: ProgressChoice | undefined, mayRead: boolean) => Promise<() => void>;
  clear: () => void;
}

export function createProgressState(
  connect: Connect,
  saved: MatrixView,
  report: (reason: unknown) => void,
): ProgressAsking {
  const answer = signal<ProgressAnswer | null | undefined>();
  const matrix = signal(saved);
  const left: ProgressState['left'] = signal();
  const leftBusy = signal(false);
  let looking = new AbortController();

  function stop(): AbortSignal {
    looking.abort();
    looking = new AbortController();
    leftBusy.value = false;
    return looking.signal;
  }

  async function askLeft(group: string): Promise<void> {
    const aborted = stop();
    leftBusy.value = true;
    try {
      left.value = { group, answer: await connect(aborted).leftRunning({ group }) };
    } catch (reason) {
      if (!aborted.aborted) report(reason);
    } finally {
      if (!aborted.aborted) leftBusy.value = false;
    }
  }

  return {
    answer,
    matrix,
    left,
    leftBusy,
    askLeft: (group) => void askLeft(group),
    async ask(host, choice, mayRead) {
      const group = choice?.group;
      const found = await host.progress({ ...(group !== undefined && { group }), ...(mayRead && { read: true }) });
      return () => {
        answer.value = found ?? null;
        // What is left of another group is not wanted any more.
        if (left.value?.group !== found?.group) left.value = undefined;
      };
    },
    clear() {
      stop();
      answer.value = undefined;
      left.value = undefined;
    },
  };
}
