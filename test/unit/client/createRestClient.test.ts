import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRestClient, type RestClientOptions } from '../../../backend/client/createRestClient.ts';
import { routeArn } from '../../../backend/client/restTarget.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { EventsPage, TrackerApi } from '../../../backend/core/trackerApi.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { createQuery } from '../../../backend/lambda/createQuery.ts';
import { checkSignature } from '../../aws/local/checkSignature.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { CLASSROOM, eventsOf, iamUser, NOW, record } from '../../fixtures/classroom.ts';
import { restApiEvent } from '../../fixtures/restApiEvent.ts';

const REGION = 'eu-west-1';
const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'very/secret+key' };
const STAGE = '/dev';

const NAMES = [
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
  '~tilde-._',
  'constructor',
];

describe('createRestClient', () => {
  const store = createMemoryStore();
  const records = [
    ...CLASSROOM,
    ...NAMES.map((name, at) =>
      record(`odd-${at}`, '2017-11-20T12:00:00Z', 'RunInstances', { userIdentity: iamUser(name) }),
    ),
  ];
  const api: TrackerApi = createTrackerApi({
    store,
    now: () => NOW,
    version: '1',
    readRecord: async ({ position }) => records[position]!,
  });
  let server: Server;
  let respond: RequestListener;
  let url: string;
  let refused: string[];

  before(async () => {
    await store.ingest(
      { name: 'log.json', size: 1, modified: NOW, records: records.length, dropped: 0, broken: 0 },
      eventsOf(records),
    );
    server = createServer((request, response) => respond(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    refused = [];
    respond = asDeployed;
  });

  const query = createQuery({ api, log: (entry) => assert.fail(JSON.stringify(entry)) });

  /** A tracker behind API Gateway: the signature is checked, then the function is called. */
  const asDeployed: RequestListener = (request, response) => {
    const { method = '', url: target = '', headers } = request;
    const refusal = checkSignature(
      { method, target, headers, body: Buffer.alloc(0) },
      REGION,
      { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
      NOW,
    );
    if (refusal || !target.startsWith(`${STAGE}/`)) {
      const { type, message } = refusal ?? {
        type: 'MissingAuthenticationTokenException',
        message: 'Missing Authentication Token',
      };
      refused.push(message);
      return void response.writeHead(403, { 'x-amzn-errortype': type }).end(JSON.stringify({ message }));
    }
    const event = restApiEvent(target.slice(STAGE.length), { 'accept-encoding': headers['accept-encoding'] as string });
    query(event, { awsRequestId: 'x', getRemainingTimeInMillis: () => 29_000 }).then(
      (result) =>
        response
          .writeHead(result.statusCode, result.headers)
          .end(Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8')),
      (error: unknown) => response.destroy(error as Error),
    );
  };

  function client(options: Partial<RestClientOptions> = {}): TrackerApi {
    const common = { url: url + STAGE, region: REGION, credentials: CREDENTIALS, now: () => NOW };
    return createRestClient({ ...common, wait: () => Promise.resolve(), ...options });
  }

  type Question = (api: TrackerApi) => Promise<unknown>;
  const YEARS = { from: '2016-01-01', to: '2017-12-31' };
  const questions: [what: string, ask: Question][] = [
    ['users', (tracker) => tracker.users({})],
    ['users of a kind', (tracker) => tracker.users({ kind: 'role' })],
    ['services', (tracker) => tracker.services({})],
    ['parameters', (tracker) => tracker.parameters({})],
    ['status', (tracker) => tracker.status({})],
    ['scan', (tracker) => tracker.scan({ ...YEARS, limit: 10_000 })],
    ['a page', (tracker) => tracker.scan({ ...YEARS, limit: 3 })],
    [
      'a filter',
      (tracker) =>
        tracker.scan({ ...YEARS, filter: { eventName: { prefix: 'Create' }, user: { not: ['a+b', "it's (me)!*"] } } }),
    ],
    ['a zone', (tracker) => tracker.scan({ from: '2017-11-20T20:00:00+05:30', tz: 'Asia/Kolkata' })],
    ['a count', (tracker) => tracker.scan({ ...YEARS, count: true })],
    ['a service', (tracker) => tracker.serviceEvents({ ...YEARS, service: 'ec2.amazonaws.com' })],
    ['activity', (tracker) => tracker.activity({ ...YEARS, groupBy: ['user', 'day'] })],
    ['activity in all', (tracker) => tracker.activity({})],
    ['a user never seen', (tracker) => tracker.userEvents({ user: 'nobody' })],
    ['a wrong limit', (tracker) => tracker.scan({ limit: 0 })],
    ['a wrong period', (tracker) => tracker.activity({ from: '2017-01-02', to: '2017-01-01' })],
    ['a wrong cursor', (tracker) => tracker.scan({ cursor: 'x' })],
    ['a wrong kind', (tracker) => tracker.users({ kind: '*' })],
    ...NAMES.flatMap((user): [string, Question][] => [
      [`events of ${user}`, (tracker) => tracker.userEvents({ user })],
      [`activity of ${user}`, (tracker) => tracker.userActivity({ user, groupBy: ['eventName'] })],
      [
        `the record of ${user}`,
        async (tracker) =>
          tracker.record({ user, id: ((await tracker.userEvents({ user })) as EventsPage).events[0]!.id }),
      ],
    ]),
  ];
  /** The parameter of an error comes over REST with a 400 only. */
  const outcome = (asked: Promise<unknown>) =>
    asked.catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      const { status, message, parameter } = error;
      return { status, message, ...(status === 400 && { parameter }) };
    });
  for (const [what, ask] of questions) {
    it(`answers as the tracker itself: ${what}`, async () => {
      const answered = await outcome(ask(client()));
      assert.deepEqual(refused, []);
      assert.deepEqual(answered, JSON.parse(JSON.stringify(await outcome(ask(api)))));
    });
  }

  it('goes from page to page', async () => {
    const tracker = client();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await tracker.scan({ ...YEARS, limit: 5, cursor })) as EventsPage;
      ids.push(...page.events.map(({ eventID }) => eventID));
      cursor = page.next;
    } while (cursor !== undefined);
    const { events } = (await api.scan({ ...YEARS, limit: 10_000 })) as EventsPage;
    assert.deepEqual(
      ids,
      events.map(({ eventID }) => eventID),
    );
  });

  it('takes credentials from a provider, with a session token', async () => {
    let tokens: unknown;
    respond = (request, response) => {
      tokens = request.headers['x-amz-security-token'];
      assert.match(String(request.headers.authorization), /SignedHeaders=[^,]*x-amz-security-token/);
      asDeployed(request, response);
    };
    const tracker = client({ credentials: async () => ({ ...CREDENTIALS, sessionToken: 'a/session+token' }) });
    await tracker.services({});
    assert.equal(tokens, 'a/session+token');
  });

  it('takes a URL with and without a slash at its end', async () => {
    assert.deepEqual(await client({ url: `${url}${STAGE}/` }).services({}), await api.services({}));
  });

  it('refuses names that no path can hold, before it asks', async () => {
    respond = () => assert.fail('asked');
    for (const user of ['', '.', '..']) {
      for (const ask of [
        () => client().userEvents({ user }),
        () => client().userActivity({ user }),
        () => client().record({ user, id: 'x' }),
      ]) {
        await assert.rejects(ask(), UserError);
      }
    }
  });

  describe('tells what each answer has consumed', () => {
    const units: [headers: Record<string, string>, told: unknown][] = [
      [
        { 'x-read-units': '13.5', 'x-write-units': '0' },
        { read: 13.5, write: 0 },
      ],
      [
        { 'x-read-units': '0', 'x-write-units': '2' },
        { read: 0, write: 2 },
      ],
      [{}, undefined],
      [{ 'x-read-units': '3' }, undefined],
      [{ 'x-read-units': 'many', 'x-write-units': '-1' }, undefined],
    ];
    for (const [headers, told] of units) {
      it(`${JSON.stringify(headers)}: ${JSON.stringify(told)}`, async () => {
        respond = (_request, response) => response.writeHead(200, headers).end('[]');
        const heard: unknown[] = [];
        await client({ onUnits: (each) => heard.push(each) }).users({});
        assert.deepEqual(heard, [told]);
      });
    }

    it('also where it is asked again', async () => {
      let times = 0;
      respond = (_request, response) => {
        const headers = { 'x-read-units': '1', 'x-write-units': '0' };
        response.writeHead(++times === 1 ? 500 : 200, headers).end('[]');
      };
      let read = 0;
      await client({ onUnits: (each) => (read += each!.read), wait: async () => {} }).users({});
      assert.equal(read, 2);
    });
  });

  describe('says what is wrong', () => {
    const SECRET = 'FwoGZXIvYXdzSECRET';
    const refusals: [type: string | undefined, says: RegExp][] = [
      [
        'AccessDeniedException',
        /may not read this tracker.*execute-api:Invoke on arn:aws:execute-api:eu-west-1:\*:\S+\/GET\/users,/,
      ],
      ['ExpiredTokenException', /have expired: execute-api:Invoke on \S+\/GET\/users was refused/],
      ['UnrecognizedClientException', /does not know these credentials/],
      ['InvalidSignatureException', /does not accept the signature.*clock/],
      ['MissingAuthenticationTokenException', /check its URL/],
      ['ForbiddenException', /refuses access/],
      ['constructor', /refuses access/],
      [undefined, /refuses access/],
    ];
    for (const [type, says] of refusals) {
      it(`of a 403 because of ${type}, without quoting it`, async () => {
        respond = (_request, response) => {
          response.writeHead(
            403,
            type === undefined ? {} : { 'x-amzn-errortype': `${type}:http://internal.amazon.com/` },
          );
          response.end(
            JSON.stringify({
              message: `The Canonical String should have been 'GET\n…\nx-amz-security-token:${SECRET}'`,
            }),
          );
        };
        await assert.rejects(
          client().users({}),
          (error) =>
            error instanceof UserError &&
            error.status === (type === 'MissingAuthenticationTokenException' ? 503 : 403) &&
            error.parameter === (type === 'MissingAuthenticationTokenException' ? 'path' : undefined) &&
            says.test(error.message) &&
            !error.message.includes('SECRET'),
        );
      });
    }

    it('of wrong keys, a wrong region and a wrong clock', async () => {
      const wrong: Partial<RestClientOptions>[] = [
        { credentials: { ...CREDENTIALS, secretAccessKey: 'wrong' } },
        { credentials: { ...CREDENTIALS, accessKeyId: 'AKIAOTHER' } },
        { region: 'us-east-1' },
        { now: () => NOW - 3_600_000 },
      ];
      for (const options of wrong) await assert.rejects(client(options).users({}), { name: 'UserError', status: 403 });
      // Nobody is there, or not yet.
      await assert.rejects(client({ url: `${url}/prod` }).users({}), { name: 'UserError', status: 503 });
      assert.equal(refused.length, wrong.length + 1);
    });

    const answers: [
      status: number,
      headers: Record<string, string>,
      body: string,
      error: { name: string; status?: number },
      says: RegExp,
    ][] = [
      [429, {}, '{"message":"Too Many Requests"}', { name: 'UserError', status: 503 }, /too often/],
      [504, {}, '{"message":"Endpoint request timed out"}', { name: 'UserError', status: 504 }, /took too long/],
      [500, {}, '{"message":"internal error","requestId":"r-1"}', { name: 'Error' }, /status 500 \(request r-1\)/],
      [
        502,
        { 'x-amzn-requestid': 'r-2' },
        '{"message":"Internal server error"}',
        { name: 'Error' },
        /status 502 \(request r-2\)/,
      ],
      [503, {}, '', { name: 'Error' }, /status 503 \(request unknown\)/],
      [
        200,
        {},
        '<html>Sign in to the hotel</html>',
        { name: 'UserError', status: 503 },
        /does not answer as a tracker/,
      ],
      [404, {}, '<html>Nothing here</html>', { name: 'UserError', status: 503 }, /does not answer as a tracker/],
      [400, {}, '"no"', { name: 'UserError', status: 503 }, /does not answer as a tracker/],
      [302, { location: 'http://127.0.0.1:1/' }, '', { name: 'UserError', status: 503 }, /cannot be reached/],
    ];
    for (const [status, headers, body, error, says] of answers) {
      it(`of an answer with status ${status}: ${body}`, async () => {
        respond = (_request, response) => void response.writeHead(status, headers).end(body);
        await assert.rejects(client().users({}), { ...error, message: says });
      });
    }

    it('of a host that is not there, and of an answer that breaks off', async () => {
      const closed = createServer().listen(0, '127.0.0.1');
      await once(closed, 'listening');
      const { port } = closed.address() as AddressInfo;
      closed.close();
      await once(closed, 'close');
      await assert.rejects(client({ url: `http://127.0.0.1:${port}/dev` }).users({}), {
        name: 'UserError',
        status: 503,
        message: `127.0.0.1:${port} cannot be reached (ECONNREFUSED).`,
      });
      respond = (_request, response) => {
        response.setHeader('content-length', 100).write('[');
        setImmediate(() => response.destroy());
      };
      await assert.rejects(client().users({}), { name: 'UserError', status: 503, message: /cannot be reached/ });
    });
  });

  it('asks again where there were too many questions, later each time', async () => {
    const statuses = [429, 503, 200];
    const waits: number[] = [];
    respond = (_request, response) => void response.writeHead(statuses.shift() ?? 500).end('["ana"]');
    const wait = (milliseconds: number) => Promise.resolve(waits.push(milliseconds));
    assert.deepEqual(await client({ wait }).users({}), ['ana']);
    assert.equal(waits.length, 2);
    assert.ok(waits[0]! <= 400 && waits[1]! <= 800, String(waits));
  });

  it('can be broken off', async () => {
    respond = () => {};
    const reason = new Error('enough');
    await assert.rejects(client().users({}, AbortSignal.abort(reason)), reason);
    const controller = new AbortController();
    const asking = client().users({}, controller.signal);
    setImmediate(() => controller.abort(reason));
    await assert.rejects(asking, reason);
  });
});

describe('the ARN of a route', () => {
  it('has the API, the stage and the path, as far as they are known here', () => {
    const api = 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/dev';
    assert.equal(
      routeArn(api, 'eu-west-1', '/users/{user}/events/{id}'),
      'arn:aws:execute-api:eu-west-1:*:a1b2c3d4e5/dev/GET/users/*/events/*',
    );
    const local = 'http://127.0.0.1:4566/restapis/a1b2c3d4e5/dev/_user_request_';
    assert.equal(
      routeArn(local, 'cn-north-1', '/users'),
      'arn:aws-cn:execute-api:cn-north-1:*:a1b2c3d4e5/dev/GET/users',
    );
  });
});
