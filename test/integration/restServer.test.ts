import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createTrackerApi } from '../../backend/core/createTrackerApi.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import { openRestServer, type RestServer, type RestServerOptions } from '../../backend/local/restServer.ts';
import { createMemoryStore } from '../contract/memoryStore.ts';
import { CLASSROOM, eventsOf, iamUser, NOW, record } from '../fixtures/classroom.ts';
import { call } from '../fixtures/http.ts';
import { refusal } from '../fixtures/userErrors.ts';

const STAGE = '/prod/cloudtracking_querys';

describe('the local REST server', () => {
  const servers: RestServer[] = [];
  let api: TrackerApi;

  before(async () => {
    const store = createMemoryStore();
    const odd = ['..', 'a/b', 'cloudtracking_querys', 'añá 漢+'].map((name, at) =>
      record(`odd-${at}`, '2017-11-20T12:00:00Z', 'RunInstances', { userIdentity: iamUser(name) }),
    );
    const records = [...CLASSROOM, ...odd];
    const facts = { name: 'log.json', size: 1, modified: NOW, records: records.length, dropped: 0, broken: 0 };
    await store.ingest(facts, eventsOf(records));
    api = createTrackerApi({
      store,
      now: () => NOW,
      version: '1',
      readRecord: () => Promise.reject(new Error('disk on fire')),
    });
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function open(options: Partial<RestServerOptions> = {}): Promise<RestServer> {
    const server = await openRestServer({ api, port: 0, log: (error) => assert.fail(String(error)), ...options });
    servers.push(server);
    return server;
  }

  const portOf = ({ url }: RestServer) => Number(new URL(url).port);

  it('answers curl', async () => {
    const { url } = await open();
    const { status, headers, body } = await call(url, '/users');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.ok((JSON.parse(body) as string[]).includes('alucloud230'));
  });

  it('pages by the Link header, with and without a stage', async () => {
    const { url } = await open();
    for (const prefix of ['', STAGE]) {
      let target = `${prefix}/services/ec2?from=2016-01-01&to=2017-12-31&limit=4`;
      const ids: string[] = [];
      for (let page = 0; target !== '' && page < 20; page++) {
        const { headers, body } = await call(url, target);
        ids.push(...(JSON.parse(body) as { eventID: string }[]).map(({ eventID }) => eventID));
        const reference = /^<(.*)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1];
        const next = reference === undefined ? undefined : new URL(reference, url + target);
        target = next ? next.pathname + next.search : '';
      }
      const { body } = await call(url, '/services/ec2?from=2016-01-01&to=2017-12-31');
      assert.deepEqual(ids, (JSON.parse(body) as { eventID: string }[]).map(({ eventID }) => eventID)); // prettier-ignore
      assert.equal(new Set(ids).size, ids.length);
    }
  });

  describe('paths', () => {
    const paths: [path: string, status: number, says: RegExp][] = [
      [`${STAGE}/users`, 200, /alucloud230/],
      [`${STAGE}/users/alucloud230?count=true`, 200, /^2$/],
      [`${STAGE}/scan/`, 200, /today/],
      [`${STAGE}`, 404, /no route/],
      [`${STAGE}/nothing`, 404, /no route/],
      [`/a/b/cloudtracking_querys/users`, 404, /no route/],
      ['/users/cloudtracking_querys?count=true', 200, /^1$/],
      ['/users/cloudtracking_querys/activity', 200, /"count":1/],
      ['/users/..?count=true', 200, /^1$/],
      ['/users/%2e%2E?count=true', 200, /^1$/],
      ['/users/a%C3%B1%C3%A1%20%E6%BC%A2+?count=true', 200, /^1$/],
      ['/scan?user=a%C3%B1%C3%A1+%E6%BC%A2%2B&count=true', 200, /^1$/],
      ['/users/nobody', 404, /nobody/],
      ['/users/%E9', 400, /"parameter":"user"/],
      ['/scan?nonsense=1', 400, /"parameter":"nonsense"/],
      ['/scan?', 200, /today/],
      ['/scan?filter=%3F?', 400, /"parameter":"filter"/],
      ['*', 404, /no route/],
    ];
    for (const [path, status, says] of paths) {
      it(`${path} is ${status}`, async () => {
        const result = await call((await open()).url, path);
        assert.equal(result.status, status, result.body);
        assert.match(result.body, says);
      });
    }
  });

  describe('S13: who may call', () => {
    it('nobody from another machine: it listens on the loopback interface only', async () => {
      const port = portOf(await open());
      const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []).filter(({ internal, family }) => !internal && family === 'IPv4');
      for (const { address } of others) {
        const socket = connect(port, address);
        const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
        assert.equal(error.code, 'ECONNREFUSED', address);
      }
    }); // prettier-ignore

    const headers: [why: string, headers: (port: number) => Record<string, string>, status: number][] = [
      ['by address', (port) => ({ host: `127.0.0.1:${port}` }), 200],
      ['by name', (port) => ({ host: `localhost:${port}` }), 200],
      ['by name in capitals', (port) => ({ host: `LocalHost:${port}` }), 200],
      ['by IPv6 address', (port) => ({ host: `[::1]:${port}` }), 200],
      ['by a name that was pointed here', (port) => ({ host: `attacker.example:${port}` }), 403],
      ['by a name that begins like ours', (port) => ({ host: `127.0.0.1.attacker.example:${port}` }), 403],
      ['by a name that ends like ours', (port) => ({ host: `x.localhost:${port}` }), 403],
      ['for another port', () => ({ host: '127.0.0.1:1' }), 403],
      ['without a port', () => ({ host: '127.0.0.1' }), 403],
      [
        'from a page of this server',
        (port) => ({ origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }),
        200,
      ],
      ['from the address bar', () => ({ 'sec-fetch-site': 'none' }), 200],
      ['from another site', () => ({ origin: 'https://attacker.example' }), 403],
      ['from a sandboxed page', () => ({ origin: 'null' }), 403],
      ['from another port of this machine', () => ({ origin: 'http://127.0.0.1:1' }), 403],
      ['from another scheme', (port) => ({ origin: `https://127.0.0.1:${port}` }), 403],
      ['from an image or script of another site', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
      ['from an image or script of another port', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ];
    for (const [why, headersOf, status] of headers) {
      it(`${why}: ${status}`, async () => {
        const server = await open();
        const result = await call(server.url, '/users', { headers: headersOf(portOf(server)) });
        assert.equal(result.status, status);
        assert.equal(result.body.includes('alucloud230'), status === 200);
        assert.deepEqual(Object.keys(result.headers).filter((name) => name.startsWith('access-control')), []); // prettier-ignore
      });
    }

    it('nobody without a Host', async () => {
      const socket = connect(portOf(await open()), '127.0.0.1');
      socket.end('GET /users HTTP/1.0\r\n\r\n');
      const chunks = (await socket.toArray()) as Buffer[];
      assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 403 /);
    });

    const tokens: [authorization: string | undefined, status: number][] = [
      [undefined, 401],
      ['', 401],
      ['Bearer', 401],
      ['Bearer ', 401],
      ['Bearer wrong', 401],
      ['Bearer t0ken', 401],
      ['Bearer t0ken-longer', 401],
      ['Basic dDBrZW4h', 401],
      ['t0ken!', 401],
      ['Bearer t0ken!', 200],
      ['bearer t0ken!', 200],
    ];
    for (const [authorization, status] of tokens) {
      it(`with a token set, ${authorization === undefined ? 'none' : `"${authorization}"`} is ${status}`, async () => {
        const { url } = await open({ token: 't0ken!' });
        const result = await call(url, '/users', { headers: authorization === undefined ? {} : { authorization } });
        assert.equal(result.status, status);
        assert.equal(result.headers['www-authenticate'], status === 401 ? 'Bearer' : undefined);
        assert.equal(result.body.includes('alucloud230'), status === 200);
      });
    }

    it('nobody to change anything', async () => {
      const { url } = await open();
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const { status, headers } = await call(url, '/users', { method });
        assert.deepEqual([status, headers['allow']], [405, 'GET, HEAD'], method);
      }
    });
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const { url } = await open();
    const whole = await call(url, '/scan');
    const head = await call(url, '/scan', { method: 'HEAD' });
    assert.deepEqual([head.status, head.size, head.headers['content-length']], [200, 0, String(whole.size)]);
  });

  it('compresses what is large, for who accepts it', async () => {
    const { url } = await open();
    const table: [path: string, acceptEncoding: string | undefined, encoding: string | undefined][] = [
      ['/parameters', undefined, undefined],
      ['/scan?from=2016-01-01&to=2017-12-31', undefined, undefined],
      ['/scan?from=2016-01-01&to=2017-12-31', 'gzip, deflate, br', 'gzip'],
      ['/scan?from=2016-01-01&to=2017-12-31', 'br;q=1.0, GZIP;q=0.5', 'gzip'],
      ['/scan?from=2016-01-01&to=2017-12-31', '*', 'gzip'],
      ['/scan?from=2016-01-01&to=2017-12-31', 'br', undefined],
      ['/scan?from=2016-01-01&to=2017-12-31', 'gzip;q=0', undefined],
      ['/users', 'gzip', undefined],
    ];
    for (const [path, acceptEncoding, encoding] of table) {
      const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
      const result = await call(url, path, { headers });
      assert.equal(result.headers['content-encoding'], encoding, `${path} ${acceptEncoding}`);
      assert.equal(result.headers['content-length'], String(result.size));
      assert.equal(result.headers['vary'], 'Accept-Encoding');
      assert.equal(result.body, (await call(url, path)).body);
      if (encoding) assert.ok(result.size < result.body.length / 2);
    }
  });

  it('keeps to itself what went wrong by our fault', async () => {
    const logged: [unknown, string][] = [];
    const { url } = await open({ log: (error, requestId) => logged.push([error, requestId]) });
    const { id } = eventsOf(CLASSROOM)[4]!;
    const { status, body } = await call(url, `/users/alucloud230/events/${id}`);
    assert.equal(status, 500);
    const [[error, requestId] = []] = logged;
    assert.match(String(error), /disk on fire/);
    assert.deepEqual(JSON.parse(body), { message: 'internal error', requestId });
  });

  describe('calls under way', () => {
    /** An API whose /status waits to be told, and tells when it was asked and when its caller was gone. */
    function slow() {
      const asked = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      const go = Promise.withResolvers<void>();
      const waiting: TrackerApi = {
        ...api,
        async status(request, signal) {
          signal?.addEventListener('abort', () => gone.resolve());
          asked.resolve();
          await Promise.race([go.promise, gone.promise]);
          signal?.throwIfAborted();
          return api.status(request);
        },
      };
      return { waiting, asked: asked.promise, gone: gone.promise, go: go.resolve };
    }

    it('are given up when their caller hangs up', async () => {
      const { waiting, asked, gone } = slow();
      const { url } = await open({ api: waiting });
      const request = get(`${url}/status`).on('error', () => {}); // Its own hanging up is an error to it.
      await asked;
      request.destroy();
      await gone;
      assert.equal((await call(url, '/users')).status, 200);
    });

    it('are answered before the server closes, and no others', async () => {
      const { waiting, asked, go } = slow();
      const server = await openRestServer({ api: waiting, port: 0, log: (error) => assert.fail(String(error)) });
      const agent = new Agent({ keepAlive: true });
      const answered = call(server.url, '/status', { agent });
      await asked;
      const closed = server.close();
      await assert.rejects(call(server.url, '/users'), { code: 'ECONNREFUSED' });
      go();
      assert.equal((await answered).status, 200);
      const before = performance.now();
      await closed;
      assert.ok(performance.now() - before < 1000, 'a connection that is kept alive holds nothing up');
      agent.destroy();
    });
  });

  it('says which port is taken', async () => {
    const port = portOf(await open());
    await assert.rejects(
      open({ port }),
      (error: Error) => refusal('port', 409)(error) && error.message.includes(String(port)),
    );
  });
});
