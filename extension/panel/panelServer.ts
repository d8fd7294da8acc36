import { isObject } from '../../backend/core/json.ts';
import { UserError } from '../../backend/core/userError.ts';
import { requestReaders } from './panelRequests.ts';
import type { PanelAnswer, PanelHost } from './protocol.ts';

/** The host's side of the protocol, with a signal that aborts when the webview no longer wants the answer. */
export type PanelService = {
  [Method in keyof PanelHost]: (
    request: Parameters<PanelHost[Method]>[0],
    signal: AbortSignal,
  ) => ReturnType<PanelHost[Method]>;
};

export interface PanelServerOptions {
  service: PanelService;
  post: (answer: PanelAnswer) => void;
  /** What the user reads of a fault of ours. */
  internalError: string;
  logError: (error: unknown) => void;
}

export interface PanelServer {
  /** Takes any message, whatever it holds. */
  receive(message: unknown): void;
  /** Aborts what is under way. */
  dispose(): void;
}

/** Answers the webview's requests. Expected errors are shown as they are, faults of ours are logged. */
export function createPanelServer({ service, post, internalError, logError }: PanelServerOptions): PanelServer {
  const underWay = new Map<number, AbortController>();

  async function answer(id: number, method: unknown, argument: unknown): Promise<void> {
    const controller = new AbortController();
    underWay.set(id, controller);
    try {
      const ok = await call(service, method, argument, controller.signal);
      if (!controller.signal.aborted) post({ id, ok });
    } catch (error) {
      // Whoever cancelled a request expects no answer.
      if (controller.signal.aborted) return;
      if (!(error instanceof UserError)) logError(error);
      post({ id, error: error instanceof UserError ? error.message : internalError });
    } finally {
      underWay.delete(id);
    }
  }

  return {
    receive(message) {
      if (!isObject(message) || !Number.isSafeInteger(message.id)) return logError(new TypeError('not a request'));
      const id = message.id as number;
      if (message.cancel === true) underWay.get(id)?.abort();
      else void answer(id, message.method, message.argument);
    },
    dispose() {
      for (const controller of underWay.values()) controller.abort();
    },
  };
}

async function call(service: PanelService, method: unknown, argument: unknown, signal: AbortSignal): Promise<unknown> {
  if (!isMethod(method)) throw new TypeError(`unknown method: ${String(method)}`);
  const request = requestReaders[method](argument);
  return (service[method] as (request: unknown, signal: AbortSignal) => Promise<unknown>)(request, signal);
}

function isMethod(name: unknown): name is keyof PanelHost {
  return typeof name === 'string' && Object.hasOwn(requestReaders, name);
}
