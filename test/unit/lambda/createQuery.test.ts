import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { answer } from '../../../backend/core/answer.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { createQuery } from '../../../backend/lambda/createQuery.ts';
import type { LogEntry } from '../../../backend/lambda/jsonLog.ts';
import type { RestApiEvent, RestApiResult } from '../../../backend/lambda/lambdaEvents.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { CLASSROOM, eventsOf, iamUser, NOW, record } from '../../fixtures/classroom.ts';
import { restApiEvent } from '../../fixtures/restApiEvent.ts';

/** What Lambda takes back at most, in bytes of JSON. */
const LAMBDA_LIMIT = 6 * 2 ** 20;

const ODD_NAMES = [
  '..',
  '.',
  '%',
  '%41',
  '100%',
  'a+b',
  'a b',
  'ünïcode 漢',
  "it's (me)!*",
  'a&b=c?d#e',
  'x:y;z@w,$',
  '{user}',
  '$&',
  'constructor',
];

describe('the query function', () => {
  let api: TrackerApi;
  let log: LogEntry[];

  before(async () => {
    const store = createMemoryStore();
    const odd = ODD_NAMES.map((name, at) =>
      record(`odd-${at}`, '2017-11-20T12:00:00Z', 'RunInstances', { userIdentity: iamUser(name) }),
    );
    const records = [...CLASSROOM, ...odd];
    await store.ingest(
      { name: 'log.json', size: 1, modified: NOW, records: records.length, dropped: 0, broken: 0 },
      eventsOf(records),
    );
    api = createTrackerApi({
      store,
      now: () => NOW,
      version: '1',
      readRecord: async ({ position }) => records[position]!,
    });
  });
  beforeEach(() => (log = []));

  function ask(event: RestApiEvent, own: Partial<TrackerApi> = {}, remaining = 29_000): Promise<RestApiResult> {
    const query = createQuery({ api: { ...api, ...own }, log: (entry) => log.push(entry) });
    return query(event, { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => remaining });
  }

  it('says in its headers what each question has consumed, and nothing of others', async () => {
    const capacity = { read: 100, write: 10 };
    const users = async () => {
      capacity.read += 13.5;
      capacity.write += 2;
      return Promise.resolve(['ana']);
    };
    const query = createQuery({ api: { ...api, users }, log: (entry) => log.push(entry), capacity });
    const units = async (target: string) => {
      const { headers } = await query(restApiEvent(target), {
        awsRequestId: '1',
        getRemainingTimeInMillis: () => 9000,
      });
      return [headers['x-read-units'], headers['x-write-units']];
    };
    assert.deepEqual(await units('/users'), ['13.5', '2']);
    assert.deepEqual(await units('/services'), ['0', '0']);
    assert.deepEqual(await units('/users?limit=1'), ['0', '0']);
    const { headers } = await ask(restApiEvent('/users'));
    assert.equal(headers['x-read-units'], undefined);
  });

  const bodyOf = ({ body, isBase64Encoded }: RestApiResult) =>
    isBase64Encoded ? gunzipSync(Buffer.from(body, 'base64')).toString() : body;
  const jsonOf = (result: RestApiResult) => JSON.parse(bodyOf(result)) as unknown;

  const targets = [
    '/users',
    '/services',
    '/parameters',
    '/status',
    '/scan',
    '/activity?groupBy=user,day&from=2016-01-01',
    '/users?kind=iamUser',
    '/scan?count=true',
    '/users/nobody',
    '/services/nothing',
    '/services/ec2?from=2016-01-01&to=2017-12-31&limit=4',
    `/users/alucloud230?param=['instanceType','eventSource']&value=['m1.small','ec2.amazonaws.com']&from=2017-06-06&eventName=RunInstances&to=2017-09-09`,
    '/scan?param=instanceType&value=m1.small&param=eventSource&value=ec2.amazonaws.com&from=2016-01-01&to=2017-12-31',
    '/scan?user=a%2Bb',
    '/scan?user=a+b',
    '/scan?user=%25',
    '/scan?user=a%26b%3Dc%3Fd%23e',
    '/scan?user=%C3%BCn%C3%AFcode+%E6%BC%A2',
    '/scan?from=2017-11-20T20:00:00+05:30',
    '/scan?from=2017-11-20T20:00:00%2B05:30',
    '/scan?limit=0',
    '/scan?limit=1&limit=2',
    '/scan?wrong=1',
    '/status?x=',
    '/users/x?user=y',
    '/scan?from=yesterday',
    '/scan?eventName=',
    '/users/%E9',
    '/users/nobody/events/nonsense',
    '/scan?filter=%7B%22user%22%3A%7B%22in%22%3A%5B%22a+b%22%5D%7D%7D',
    '/scan?filter=%7B%22user%22%3A%7B%22in%22%3A%5B%22a%2Bb%22%5D%7D%7D',
    ...ODD_NAMES.flatMap((name) => [
      `/users/${encodeURIComponent(name)}`,
      `/users/${encodeURIComponent(name)}/activity?groupBy=eventName`,
      `/scan?${new URLSearchParams({ user: name })}`,
    ]),
  ];
  for (const target of targets) {
    it(`answers ${target} as the local server does`, async () => {
      const mark = target.indexOf('?');
      const [path, query] = mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
      const expected = await answer(api, { method: 'GET', path, query, requestId: 'request-1' }, (error) =>
        assert.fail(String(error)),
      );
      for (const headers of [{}, { 'Accept-Encoding': 'gzip, deflate' }] as Record<string, string>[]) {
        const result = await ask(restApiEvent(target, headers));
        assert.deepEqual(
          [result.statusCode, bodyOf(result), result.headers['link']],
          [expected.status, expected.body, expected.headers['link']],
        );
      }
      assert.deepEqual(log, []);
    });
  }

  it('finds each user of an odd name by its path', async () => {
    for (const [at, name] of ODD_NAMES.entries()) {
      const events = jsonOf(await ask(restApiEvent(`/users/${encodeURIComponent(name)}`))) as TrackerEvent[];
      assert.deepEqual(
        events.map(({ eventID }) => eventID),
        [`odd-${at}`],
        name,
      );
      const raw = jsonOf(await ask(restApiEvent(`/users/${encodeURIComponent(name)}/events/${events[0]!.id}`))) as {
        eventID: string;
      };
      assert.equal(raw.eventID, `odd-${at}`);
    }
  });

  it('says of every answer that it is JSON, and not to be kept', async () => {
    const failing = { status: () => Promise.reject(new Error('no')) };
    for (const target of ['/users', '/scan?limit=0', '/users/nobody', '/status']) {
      const { headers } = await ask(restApiEvent(target), failing);
      assert.equal(headers['content-type'], 'application/json; charset=utf-8');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['x-content-type-options'], 'nosniff');
    }
  });

  it('compresses large answers for those who accept it, however they spell it', async () => {
    const names = Array.from({ length: 5000 }, (_, at) => `user-${at}`);
    const table: [headers: Record<string, string>, zips: boolean][] = [
      [{ 'Accept-Encoding': 'gzip, deflate, br' }, true],
      [{ 'accept-encoding': 'br;q=1, gzip;q=0.5' }, true],
      [{ 'ACCEPT-ENCODING': '*' }, true],
      [{ 'Accept-Encoding': 'gzip;q=0' }, false],
      [{ 'Accept-Encoding': 'identity' }, false],
      [{}, false],
    ];
    for (const [headers, zips] of table) {
      const result = await ask(restApiEvent('/users', headers), { users: async () => names });
      assert.deepEqual([result.isBase64Encoded, result.headers['content-encoding']], [zips, zips ? 'gzip' : undefined]);
      assert.deepEqual(jsonOf(result), names);
    }
    assert.equal((await ask(restApiEvent('/users', { 'accept-encoding': 'gzip' }))).isBase64Encoded, false);
    assert.equal((await ask({ ...restApiEvent('/users'), headers: null })).statusCode, 200);
  });

  describe('stays below what Lambda takes back', () => {
    /** Events that hardly compress, and are full of what JSON escapes. */
    async function manyEvents(count: number, random: (at: number) => string): Promise<TrackerApi> {
      const records = Array.from({ length: count }, (_, at) =>
        record(`e-${String(at).padStart(6, '0')}`, '2017-11-20T12:00:00Z', 'RunInstances', {
          userAgent: random(at),
          sourceIPAddress: random(at + count),
        }),
      );
      const store = createMemoryStore();
      await store.ingest(
        { name: 'log.json', size: 1, modified: NOW, records: count, dropped: 0, broken: 0 },
        eventsOf(records),
      );
      return createTrackerApi({ store, now: () => NOW, version: '1', readRecord: () => Promise.reject(new Error()) });
    }

    const hex = (at: number) =>
      Array.from({ length: 32 }, (_, i) => ((at * 2654435761 + i * 40503) >>> 0).toString(16).padStart(8, '0')).join(
        '',
      );
    const cases: [what: string, encoding: string, random: (at: number) => string][] = [
      ['plain', 'identity', hex],
      ['plain and full of quotation marks', 'identity', () => '"'.repeat(256)],
      ['plain and full of letters that take three bytes', 'identity', () => '漢'.repeat(256)],
    ];
    for (const [what, encoding, random] of cases) {
      it(`by smaller pages, which lose nothing: ${what}`, async () => {
        const many = await manyEvents(10_000, random);
        const seen: string[] = [];
        let [query, pages]: [string | undefined, number] = ['limit=10000', 0];
        for (; query !== undefined; pages++) {
          const result = await ask(restApiEvent(`/services/ec2?${query}`, { 'accept-encoding': encoding }), many);
          assert.equal(result.statusCode, 200, result.body.slice(0, 200));
          assert.ok(Buffer.byteLength(JSON.stringify(result)) < LAMBDA_LIMIT);
          seen.push(...(jsonOf(result) as TrackerEvent[]).map(({ eventID }) => eventID));
          query = /^<\?(.*)>; rel="next"$/.exec(result.headers['link'] ?? '')?.[1];
        }
        assert.ok(pages > 1 && pages < 20, `${pages} pages`);
        assert.equal(seen.length, 10_000);
        assert.deepEqual(seen, [...new Set(seen)].sort().reverse());
      });
    }

    it('in one page where it fits compressed', async () => {
      const many = await manyEvents(10_000, () => 'x'.repeat(256));
      const result = await ask(restApiEvent('/scan?limit=10000', { 'accept-encoding': 'gzip' }), many);
      assert.equal((jsonOf(result) as unknown[]).length, 10_000);
      assert.equal(result.headers['link'], undefined);
    });

    it('by asking for less, where there are no pages', async () => {
      const rows = Array.from({ length: 60_000 }, (_, at) => ({
        user: hex(at).slice(0, 100),
        count: 1,
        errors: 0,
        denied: 0,
        first: '',
        last: '',
      }));
      const own = { activity: async () => rows };
      for (const [headers, says] of [
        [{}, /curl --compressed/],
        [{ 'accept-encoding': 'gzip' }, undefined],
      ] as const) {
        const result = await ask(restApiEvent('/activity', headers), own);
        if (!says) assert.deepEqual([result.statusCode, (jsonOf(result) as unknown[]).length], [200, rows.length]);
        else {
          assert.equal(result.statusCode, 400);
          const { message, parameter } = jsonOf(result) as { message: string; parameter: string };
          assert.match(
            message,
            /larger than the 6 MB.* fewer groups \(groupBy\) or for a shorter period \(from, to\)\./,
          );
          assert.equal(parameter, 'groupBy');
          assert.match(result.body, says);
        }
      }
      assert.deepEqual(log, []);
    });
  });

  it('tells only the log what went wrong by its fault, and the log no details', async () => {
    const failure = Object.assign(new Error('token FwoGZXIvYXdzSECRET'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403, requestId: 'AWS1' },
    });
    const result = await ask(restApiEvent('/users/SECRET/events/SECRET'), { record: () => Promise.reject(failure) });
    assert.deepEqual([result.statusCode, jsonOf(result)], [500, { message: 'internal error', requestId: 'request-1' }]);
    const [{ stack, ...entry } = assert.fail('nothing is logged')] = log;
    assert.deepEqual(entry, {
      level: 'error',
      message: 'internal error',
      route: '/users/{user}/events/{id}',
      requestId: 'request-1',
      error: 'AccessDenied',
      code: undefined,
      status: 403,
      awsRequestId: 'AWS1',
    });
    assert.match(JSON.stringify(stack), /createQuery\.test\.ts/);
    assert.doesNotMatch(JSON.stringify(log), /SECRET/);
  });

  it('passes expected errors on and does not log them', async () => {
    const gone = () => Promise.reject(new UserError('The log file is no longer in the bucket.', { status: 404 }));
    const result = await ask(restApiEvent('/users/x/events/y'), { record: gone });
    assert.deepEqual(
      [result.statusCode, jsonOf(result)],
      [404, { message: 'The log file is no longer in the bucket.' }],
    );
    assert.deepEqual(log, []);
  });

  it('says that a question took too long, whether it listens to the signal or not', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const deaf = (_request: object, signal?: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    const listening = (_request: object, signal?: AbortSignal) =>
      new Promise<never>((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error)));
    for (const scan of [deaf, listening]) {
      log = [];
      const result = await ask(restApiEvent('/scan'), { scan }, 1_020);
      assert.equal(result.statusCode, 504);
      assert.deepEqual(jsonOf(result), { message: 'The question took too long. Ask for a shorter period.' });
      assert.deepEqual(log, [{ level: 'warn', message: 'out of time', route: '/scan', requestId: 'request-1' }]);
    }
    assert.equal(signals[0]!.aborted, true);
  });

  it('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    // Mocha starts a timer of its own at the first pause.
    await ask(restApiEvent('/users'));
    const before = timers();
    await ask(restApiEvent('/users'));
    assert.equal(timers(), before);
  });
});
