import assert from 'node:assert/strict';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { UserError } from '../../../backend/core/userError.ts';
import { createClient, notify, serve } from '../../../backend/local/rpc.ts';

interface Example {
  double(request: { number: number }, signal?: AbortSignal): Promise<number>;
  nothing(request: object): Promise<void>;
  refuse(request: object): Promise<never>;
  break(request: object): Promise<never>;
  wait(request: object, signal?: AbortSignal): Promise<void>;
}

describe('rpc', () => {
  const example: Example = {
    double: async ({ number }) => Promise.resolve(2 * number),
    nothing: async () => Promise.resolve(),
    refuse: async () => Promise.reject(new UserError('no such user', { status: 404, parameter: 'user' })),
    break: async () => Promise.reject(new TypeError('oops')),
    wait: async (_request, signal) => {
      await once(signal!, 'abort');
      signal!.throwIfAborted();
    },
  };
  const methods = ['double', 'nothing', 'refuse', 'break', 'wait'] as const;
  const channels: MessageChannel[] = [];
  const notes: string[] = [];

  function connect(service: Promise<Example> = Promise.resolve(example)) {
    const channel = new MessageChannel();
    channels.push(channel);
    serve(channel.port1, service);
    const client = createClient<Example, { told: string }>(channel.port2, methods, {
      told: (text) => notes.push(text),
    });
    return { client, worker: channel.port1 };
  }

  afterEach(() => {
    for (const { port1 } of channels.splice(0)) port1.close();
  });

  it('answers calls, whichever ends first', async () => {
    const { service } = connect().client;
    assert.deepEqual(
      await Promise.all([service.double({ number: 2 }), service.nothing({}), service.double({ number: 4 })]),
      [4, undefined, 8],
    );
  });

  it('carries UserErrors over whole', async () => {
    await assert.rejects(connect().client.service.refuse({}), (error) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual([error.message, error.status, error.parameter], ['no such user', 404, 'user']);
      return true;
    });
  });

  it('carries the stack of a fault', async () => {
    await assert.rejects(
      connect().client.service.break({}),
      (error) => !(error instanceof UserError) && /TypeError: oops\n/.test((error as Error).message),
    );
  });

  it('lets the other end know of an abortion', async () => {
    const controller = new AbortController();
    const { service } = connect().client;
    const call = service.wait({}, controller.signal);
    controller.abort();
    await assert.rejects(call, { name: 'AbortError' });
    await assert.rejects(service.double({ number: 1 }, AbortSignal.abort()), { name: 'AbortError' });
  });

  it('tells every caller why the service could not be had', async () => {
    const { service } = connect(Promise.reject(new UserError('no SQLite'))).client;
    await assert.rejects(service.nothing({}), { message: 'no SQLite' });
    await assert.rejects(service.double({ number: 1 }), { message: 'no SQLite' });
  });

  it('passes notes on', async () => {
    const { client, worker } = connect();
    notify<{ told: string }>(worker, { note: 'told', value: 'news' });
    await client.service.nothing({});
    assert.deepEqual(notes, ['news']);
  });

  it('fails what is under way, and all that follows, when the other end is gone', async () => {
    const { service, fail } = connect().client;
    const call = service.wait({});
    fail(new Error('gone'));
    await assert.rejects(call, { message: 'gone' });
    await assert.rejects(service.nothing({}), { message: 'gone' });
  });
});
