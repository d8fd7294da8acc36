import assert from 'node:assert/strict';
import { cachedApi, type CachedApi } from '../../../backend/client/cachedApi.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';

interface Asked {
  request: object;
  signal: AbortSignal;
  answer: (names: string[]) => void;
  fail: (error: Error) => void;
}

/** Lets everything that can go on by itself do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('cachedApi', () => {
  let asked: Asked[];
  let time: number;
  let api: CachedApi;
  let kept: number;

  beforeEach(() => {
    asked = [];
    time = 0;
    kept = 0;
    const users = (request: object, signal?: AbortSignal) =>
      new Promise<string[]>((answer, fail) => {
        signal!.addEventListener('abort', () => fail(signal!.reason as Error));
        asked.push({ request, signal: signal!, answer, fail });
      });
    api = cachedApi({ users } as unknown as TrackerApi, {
      keep: 1000,
      atOnce: 2,
      now: () => time,
      onKept: () => kept++,
    });
  });

  it('asks once for all who ask the same at once', async () => {
    const both = Promise.all([api.users({}), api.users({})]);
    await settle();
    assert.equal(asked.length, 1);
    asked[0]!.answer(['ana']);
    assert.deepEqual(await both, [['ana'], ['ana']]);
    assert.equal(kept, 1);
  });

  it('takes requests for the same that name what they ask in another order', async () => {
    const same = [
      { from: 'a', to: 'b' },
      { to: 'b', tz: undefined, from: 'a' },
      { from: 'a', to: 'c' },
    ];
    for (const request of same) void api.users(request as object).catch(() => undefined);
    await settle();
    assert.deepEqual(
      asked.map(({ request }) => request),
      [same[0], same[2]],
    );
  });

  it('keeps an answer for a while, and no longer', async () => {
    const first = api.users({});
    await settle();
    asked[0]!.answer(['ana']);
    await first;
    time = 999;
    assert.deepEqual(await api.users({}), ['ana']);
    assert.equal(kept, 1);
    time = 1000;
    void api.users({}).catch(() => undefined);
    await settle();
    assert.equal(asked.length, 2);
  });

  it('forgets all answers when it is told to', async () => {
    const first = api.users({});
    await settle();
    asked[0]!.answer([]);
    await first;
    api.clear();
    void api.users({});
    await settle();
    assert.equal(asked.length, 2);
  });

  it('keeps no page behind the first', async () => {
    const page = (cursor?: string) => api.users({ cursor } as object);
    const both = [page('x'), page('x')];
    await settle();
    assert.equal(asked.length, 1);
    asked[0]!.answer([]);
    await Promise.all(both);
    void page('x');
    void page(undefined);
    await settle();
    assert.equal(asked.length, 3);
    asked[2]!.answer([]);
    await settle();
    void page(undefined);
    await settle();
    assert.equal(asked.length, 3);
  });

  it('keeps no error', async () => {
    const failing = api.users({});
    await settle();
    asked[0]!.fail(new Error('down'));
    await assert.rejects(failing, /down/);
    void api.users({});
    await settle();
    assert.equal(asked.length, 2);
  });

  it('gives a request up when the last who waits for it has left', async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const answers = [api.users({}, one.signal), api.users({}, two.signal)];
    await settle();
    one.abort();
    await assert.rejects(answers[0]!, { name: 'AbortError' });
    assert.equal(asked[0]!.signal.aborted, false);
    two.abort();
    await assert.rejects(answers[1]!, { name: 'AbortError' });
    assert.equal(asked[0]!.signal.aborted, true);
    void api.users({});
    await settle();
    assert.equal(asked.length, 2);
  });

  it('asks so many different questions at once, and the others in their turn', async () => {
    const kinds = ['a', 'b', 'c'];
    const answers = Promise.all(kinds.map((kind) => api.users({ kind })));
    await settle();
    assert.equal(asked.length, 2);
    asked[0]!.answer(['1']);
    await settle();
    assert.equal(asked.length, 3);
    asked[1]!.answer(['2']);
    asked[2]!.answer(['3']);
    assert.deepEqual(await answers, [['1'], ['2'], ['3']]);
  });
});
