import type { PanelHost, PanelRequest } from '../../extension/panel/protocol.ts';

/** What the host answered instead of a result, written for the user. */
export class HostError extends Error {}

export interface Transport {
  post(message: PanelRequest): void;
  /** Messages from the host, whatever they hold. */
  onMessage(listener: (message: unknown) => void): void;
}

/** A client of the host; its calls are cancelled when the signal aborts, and reject with the signal's reason. */
export type Connect = (signal?: AbortSignal) => PanelHost;

interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

export function createClient(transport: Transport, onChanged: () => void): Connect {
  const pending = new Map<number, Pending>();
  // A panel that was hidden is built anew while answers to its former self may still be on their way: ids must differ.
  let lastId = Math.floor(Math.random() * 2 ** 40);

  transport.onMessage((message) => {
    if (typeof message !== 'object' || message === null) return;
    if ('push' in message) {
      if (message.push === 'changed') onChanged();
      return;
    }
    if (!('id' in message) || typeof message.id !== 'number') return;
    const call = pending.get(message.id);
    pending.delete(message.id);
    if ('error' in message) call?.reject(new HostError(String(message.error)));
    else call?.resolve('ok' in message ? message.ok : undefined);
  });

  function call(method: keyof PanelHost, argument: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++lastId;
      const cancel = () => {
        pending.delete(id);
        transport.post({ id, cancel: true });
        reject(signal?.reason as Error);
      };
      const settled = () => signal?.removeEventListener('abort', cancel);
      pending.set(id, {
        resolve: (value) => (settled(), resolve(value)),
        reject: (reason: Error) => (settled(), reject(reason)),
      });
      signal?.addEventListener('abort', cancel, { once: true });
      transport.post({ id, method, argument });
    });
  }

  return (signal) =>
    new Proxy({} as PanelHost, {
      get: (_target, method: string) => (argument: unknown) => call(method as keyof PanelHost, argument, signal),
    });
}
