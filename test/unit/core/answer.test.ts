import assert from 'node:assert/strict';
import { answer } from '../../../backend/core/answer.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';

const api = createTrackerApi({
  store: createMemoryStore(),
  now: () => 0,
  version: '1',
  readRecord: () => Promise.reject(new Error('no record')),
});

function call(
  target: string,
  options: { api?: TrackerApi; method?: string; signal?: AbortSignal; log?: (error: unknown, id: string) => void } = {},
) {
  const [path = '', query = ''] = target.split('?');
  const log = options.log ?? ((error) => assert.fail(String(error)));
  return answer(
    options.api ?? api,
    { method: options.method ?? 'GET', path, query, requestId: 'r-1', signal: options.signal },
    log,
  );
}

describe('answer', () => {
  const table: [target: string, status: number, body: unknown][] = [
    ['/users', 200, []],
    ['/scan', 200, []],
    ['/scan?count=true', 200, 0],
    ['/activity', 200, []],
    ['/nothing', 404, { message: 'There is no route /nothing.' }],
    ['/users/nobody', 404, { message: 'No user named nobody was ever seen.' }],
    ['/services/nothing', 404, { message: 'No service named nothing was ever seen.' }],
    ['/users/nobody/events/nonsense', 404, { message: 'There is no event with this id.' }],
    ['/scan?limit=0', 400, { message: 'limit is a whole number from 1 to 10000.', parameter: 'limit' }],
    [
      '/scan?user=%E9',
      400,
      { message: 'user is not percent-encoded UTF-8. A percent sign is written %25.', parameter: 'user' },
    ],
    ['/users/%E9', 400, { message: 'The user in the path is not percent-encoded UTF-8.', parameter: 'user' }],
    ['/users?x=1', 400, { message: '"x" is no parameter of this route. Known are: kind, account.', parameter: 'x' }],
    ['/status?x=1', 400, { message: '"x" is no parameter of this route. This route has none.', parameter: 'x' }],
  ];
  for (const [target, status, body] of table) {
    it(`${target} is ${status}`, async () => {
      const result = await call(target);
      assert.deepEqual([result.status, JSON.parse(result.body)], [status, body]);
      assert.deepEqual(result.headers, { 'content-type': 'application/json; charset=utf-8' });
    });
  }

  it('answers HEAD like GET, and no other method', async () => {
    assert.equal((await call('/users', { method: 'HEAD' })).status, 200);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get']) {
      const result = await call('/users', { method });
      assert.deepEqual([result.status, result.headers['allow']], [405, 'GET, HEAD'], method);
    }
  });

  it('tells nobody but the log what went wrong by our fault', async () => {
    const failure = new Error('secret /home/ana/database');
    const logged: unknown[] = [];
    const broken = { ...api, status: () => Promise.reject(failure) };
    const result = await call('/status', { api: broken, log: (error, id) => logged.push(error, id) });
    assert.deepEqual([result.status, JSON.parse(result.body)], [500, { message: 'internal error', requestId: 'r-1' }]);
    assert.deepEqual(logged, [failure, 'r-1']);
  });

  it('says what an expected error says, with its status', async () => {
    for (const status of [400, 403, 404, 409] as const) {
      const result = await call('/status', {
        api: { ...api, status: () => Promise.reject(new UserError('Wait.', { status })) },
      });
      assert.deepEqual([result.status, JSON.parse(result.body)], [status, { message: 'Wait.' }]);
    }
  });

  it('hands the signal down, and rejects with its reason', async () => {
    const abort = new AbortController();
    const waiting: TrackerApi = {
      ...api,
      scan: (_request, signal) =>
        new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new Error('closed')))),
    };
    const answered = call('/scan', { api: waiting, signal: abort.signal });
    abort.abort(new Error('hung up'));
    await assert.rejects(answered, /hung up/);
  });

  it('links to the next page by a query alone, in which nothing is lost', async () => {
    const paged: TrackerApi = { ...api, scan: () => Promise.resolve({ events: [], next: 'c-2' }) };
    const { headers } = await call(
      `/scan?user=a%3Eb%26c&from=2017-06-06T10:00:00+02:00&cursor=c-1&param=['userAgent']&value=x`,
      { api: paged },
    );
    const [, reference = ''] = /^<\?([^>]*)>; rel="next"$/.exec(headers['link'] ?? '') ?? [];
    assert.deepEqual(Object.fromEntries(new URLSearchParams(reference)), {
      user: 'a>b&c',
      from: '2017-06-06T10:00:00 02:00',
      cursor: 'c-2',
      param: `['userAgent']`,
      value: 'x',
    });
  });
});
