import assert from 'node:assert/strict';
import { UserError } from '../../../backend/core/userError.ts';
import { requestReaders } from '../../../extension/panel/panelRequests.ts';
import { createPanelServer, type PanelService } from '../../../extension/panel/panelServer.ts';
import type { PanelHost, PanelRequest } from '../../../extension/panel/protocol.ts';
import { HostError, createClient, type Transport } from '../../../media/panel/rpc.ts';

const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };

/** A client and a server with nothing but JSON between them. */
function connected(service: Partial<PanelService>) {
  const logged: unknown[] = [];
  const sent: PanelRequest[] = [];
  let toClient: (message: unknown) => void = () => {};
  const server = createPanelServer({
    service: service as PanelService,
    post: (answer) => toClient(JSON.parse(JSON.stringify(answer))),
    internalError: 'internal error',
    logError: (error) => logged.push(error),
  });
  const transport: Transport = {
    post: (message) => {
      sent.push(message);
      server.receive(JSON.parse(JSON.stringify(message)));
    },
    onMessage: (listener) => (toClient = listener),
  };
  let changes = 0;
  const connect = createClient(transport, () => changes++);
  return { connect, server, sent, logged, receive: (message: unknown) => toClient(message), changes: () => changes };
}

describe('the panel’s protocol', () => {
  it('calls and answers', async () => {
    const { connect } = connected({
      ranking: ({ groupBy }) => Promise.resolve({ rows: [], values: groupBy.length, count: 0 }),
    });
    const answer = await connect().ranking({ filter: {}, groupBy: ['user', 'region'], limit: 7 });
    assert.deepEqual(answer, { rows: [], values: 2, count: 0 });
  });

  it('shows expected errors as they are', async () => {
    const { connect, logged } = connected({ state: () => Promise.reject(new UserError('The folder is gone.')) });
    await assert.rejects(
      connect().state(),
      (error) => error instanceof HostError && error.message === 'The folder is gone.',
    );
    assert.deepEqual(logged, []);
  });

  it('logs faults of ours, and shows none of them', async () => {
    const fault = new Error('secret detail');
    const { connect, logged } = connected({ state: () => Promise.reject(fault) });
    await assert.rejects(connect().state(), { message: 'internal error' });
    assert.deepEqual(logged, [fault]);
  });

  it('cancels what is no longer wanted, on both sides', async () => {
    let aborted = false;
    const { connect, sent } = connected({
      activity: (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason as Error);
          });
        }),
    });
    const controller = new AbortController();
    const answer = connect(controller.signal).activity({ filter: {}, groupBy: [] });
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    assert.equal(aborted, true);
    assert.deepEqual(sent.at(-1), { id: sent[0]?.id, cancel: true });
    await assert.rejects(connect(controller.signal).state(), { name: 'AbortError' });
  });

  it('hears of changes, and of nothing that does not fit', () => {
    const { receive, changes } = connected({});
    for (const message of [undefined, null, 'changed', {}, { push: 'other' }, { id: 99, ok: 1 }, { id: 'x' }])
      receive(message);
    assert.equal(changes(), 0);
    receive({ push: 'changed' });
    assert.equal(changes(), 1);
  });

  it('survives any message, and answers unknown methods with an error', async () => {
    const { connect, server, logged } = connected({});
    for (const message of [undefined, 7, [], { id: 'x' }, { id: 1.5, method: 'state' }]) server.receive(message);
    assert.equal(logged.length, 5);
    const unknown = connect() as unknown as Record<string, (argument: unknown) => Promise<unknown>>;
    for (const method of ['constructor', 'toString', '__proto__', 'evil']) {
      await assert.rejects(Promise.resolve(unknown[method]?.({})), { message: 'internal error' });
    }
  });
});

describe('requests of the panel', () => {
  const good: [keyof PanelHost, unknown, unknown][] = [
    ['activity', { filter: {}, groupBy: ['hour', 'service'] }, { filter: {}, groupBy: ['hour', 'service'] }],
    [
      'events',
      { filter: { user: { in: ['ana'], prefix: 'x', not: [] } }, limit: 200, cursor: 'c', period: PERIOD, more: 1 },
      { filter: { user: { in: ['ana'], prefix: 'x', not: [] } }, limit: 200, cursor: 'c', period: PERIOD },
    ],
    ['setPeriod', { period: 'previous' }, { period: 'previous' }],
    ['setPeriod', { period: { ...PERIOD, label: 'x' } }, { period: PERIOD }],
    ['pickPeriod', { anything: 1 }, undefined],
    [
      'setView',
      { view: { page: 'breakdown', filter: {}, groupBy: ['user', 'region'], more: 1 } },
      { view: { page: 'breakdown', filter: {}, groupBy: ['user', 'region'] } },
    ],
    [
      'receipt',
      { page: 'events', filter: {}, groupBy: [], period: PERIOD, more: 1 },
      { page: 'events', filter: {}, groupBy: [], period: PERIOD },
    ],
    ['copy', { text: '<script>' }, { text: '<script>' }],
    [
      'setView',
      { view: { page: 'progress', filter: {}, groupBy: ['user'], progress: { group: 'g', student: 's', more: 1 } } },
      { view: { page: 'progress', filter: {}, groupBy: ['user'], progress: { group: 'g', student: 's' } } },
    ],
    ['progress', {}, {}],
    ['progress', { group: 'g', read: true, more: 1 }, { group: 'g', read: true }],
    ['leftRunning', { group: 'g', more: 1 }, { group: 'g' }],
    ['openLink', { lab: 'x', task: 3, link: 'https://example.com' }, { lab: 'x', task: 3 }],
    ['exportProgress', { group: 'g' }, { group: 'g' }],
  ];
  for (const [method, argument, expected] of good) {
    it(`${method} takes ${JSON.stringify(argument)}`, () => {
      assert.deepEqual(requestReaders[method](argument), expected);
    });
  }

  const bad: [keyof PanelHost, unknown][] = [
    ['activity', undefined],
    ['activity', { filter: {}, groupBy: 'hour' }],
    ['activity', { filter: {}, groupBy: ['a', 'b', 'c', 'd', 'e'] }],
    ['activity', { filter: { user: { equals: 'x' } }, groupBy: [] }],
    ['activity', { filter: { user: ['x'] }, groupBy: [] }],
    ['activity', { filter: { user: { in: [1] } }, groupBy: [] }],
    ['ranking', { filter: {}, groupBy: ['user'], limit: 1e9 }],
    ['ranking', { filter: {}, groupBy: ['user'], limit: -1 }],
    ['events', { filter: {}, limit: 10, cursor: 1 }],
    ['setView', { view: { page: 'overview', filter: null, groupBy: ['user'] } }],
    ['setView', { view: { page: 'elsewhere', filter: {}, groupBy: ['user'] } }],
    ['setView', { view: { page: 'breakdown', filter: {}, groupBy: [] } }],
    ['setView', { view: { page: 'breakdown', filter: {}, groupBy: ['a', 'b', 'c'] } }],
    ['setPeriod', { period: { from: PERIOD.to, to: PERIOD.from } }],
    ['setPeriod', { period: { from: '2026-11-01', to: '2026-11-02' } }],
    ['receipt', { page: 'events', filter: {}, groupBy: [] }],
    ['receipt', { page: 'elsewhere', filter: {}, groupBy: [], period: PERIOD }],
    ['openRecord', { event: { id: 'x' } }],
    ['copy', { text: 1 }],
    ['setView', { view: { page: 'progress', filter: {}, groupBy: ['user'], progress: { group: 1 } } }],
    ['progress', { group: ['g'] }],
    ['leftRunning', {}],
    ['openLink', { lab: 'x', task: -1 }],
    ['openLink', { lab: 'x', task: '0' }],
    ['exportProgress', {}],
  ];
  for (const [method, argument] of bad) {
    it(`${method} refuses ${JSON.stringify(argument)}`, () => {
      assert.throws(() => requestReaders[method](argument), TypeError);
    });
  }
});
