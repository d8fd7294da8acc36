import fc from 'fast-check';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { matchRoute } from '../../backend/core/routes.ts';
import { call } from '../fixtures/http.ts';
import { nextQuery, type Ask } from '../parity/wholeAnswer.ts';
import type { RunOptions } from './checkQuestions.ts';
import { badlyEncodedCalls, malformedCalls, noise, type MalformedCall } from './malformed.ts';
import { idTampering, tampering } from './tampered.ts';
import type { World } from './world.ts';

/** Milliseconds after which an answer counts as a hang. */
const LONGEST = 10_000;
const METHODS = ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'M-SEARCH', 'SEARCH'];

/** What is wrong is refused with 4xx by both back ends, never as a fault of ours, and the parameter that is named is one that is wrong. */
export const MALFORMED: Readonly<Record<string, (world: World, options: RunOptions) => Promise<void>>> = {
  'what is wrong is named': async (world, options) => {
    const refused = async (ask: Ask, { path, query, wrong }: MalformedCall) => {
      const { status, body } = await soon(ask(`${path}?${query}`));
      assert.equal(status, 400, body);
      const { parameter } = JSON.parse(body) as { parameter: string };
      assert.ok(wrong.includes(parameter), `${body} names none of ${JSON.stringify(wrong)}`);
      assert.deepEqual(world.faults(), []);
    };
    const { embedded, deployed } = world.backEnds;
    await check(malformedCalls, options, async (each) => {
      for (const ask of [embedded, deployed]) await refused(ask, each);
    });
    await check(badlyEncodedCalls, options, (each) => refused(embedded, each));
  },

  'anything at all is answered or refused': async (world, options) => {
    await check(fc.tuple(noise, fc.constantFrom('GET', 'GET', 'HEAD', ...METHODS)), options, async ([target, method]) => {
      const { status, body } = await soon(call(world.url, target, { method }));
      assertRefusal(target, status, body);
      if (matchRoute(target.split('?')[0]!)) {
        const answer = await soon(world.backEnds.deployed(target));
        assertRefusal(target, answer.status, answer.body);
        if (method !== 'GET' && method !== 'HEAD') assert.equal(status, 405);
      }
      assert.deepEqual(world.faults(), []);
    });
  }, // prettier-ignore

  'cursors and ids may be tampered with': async (world, options) => {
    const cursors = await Promise.all(
      QUESTIONS.map(async (question) => {
        const next = nextQuery(await world.backEnds.embedded(question));
        return [question, new URLSearchParams(next).get('cursor')!] as const;
      }),
    );
    const forged = fc.tuple(fc.constantFrom(...cursors), tampering).map(([[question, cursor], tamper]) => `${question}&cursor=${encodeURIComponent(tamper(cursor))}`); // prettier-ignore
    const named = world.events.filter(({ userIdentity_userName: name }) => name !== '');
    const ids = fc.tuple(fc.constantFrom(...named), idTampering).map(([event, tamper]) => `/users/${encodeURIComponent(event.userIdentity_userName)}/events/${tamper(event.id)}`); // prettier-ignore
    await check(fc.oneof(forged, ids), options, async (target) => {
      const answers = [];
      for (const ask of Object.values(world.backEnds)) {
        const { status, body } = await soon(ask(target));
        assertRefusal(target, status, body);
        if (status === 400) assert.equal((JSON.parse(body) as { parameter: string }).parameter, 'cursor');
        assert.deepEqual(world.faults(), []);
        answers.push({ status, ...(status === 400 && { body }) });
      }
      assert.deepEqual(answers[0], answers[1], 'both back ends agree');
    });
  },

  'whatever bytes come, the server answers or hangs up': async (world, options) => {
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.tuple(fc.constantFrom('GET', 'FOO', 'CONNECT', 'get', ''), fc.string({ unit: 'binary', maxLength: 30 })).map(([method, path]) => `${method} /${path} HTTP/1.1`), // prettier-ignore
      fc.constantFrom('GET /scan HTTP/9.9', 'GET  /scan HTTP/1.1', `GET /scan?user=${'x'.repeat(20_000)} HTTP/1.1`, 'GET /scan\x00 HTTP/1.1', 'GET http://evil.example/scan HTTP/1.1'),
    ); // prettier-ignore
    const headers = fc.constantFrom('', 'Host: 127.0.0.1', 'Expect: nonsense', 'Content-Length: -1', 'Transfer-Encoding: chunked, x', 'Upgrade: websocket\r\nConnection: upgrade', `X: ${'x'.repeat(20_000)}`); // prettier-ignore
    await check(fc.tuple(line, headers), options, async ([first, rest]) => {
      const status = statusOf(await sendRaw(world.url, `${first}\r\n${rest}\r\nConnection: close\r\n\r\n`));
      assert.ok(status === undefined || (status >= 400 && status < 500), String(status));
      assert.deepEqual(world.faults(), []);
    });
    assert.equal((await call(world.url, '/status')).status, 200);
  },
};

const QUESTIONS = ['/scan?from=2000-01-01&limit=3', '/users/ann?from=2000-01-01&limit=1', '/services/ec2?from=2000-01-01&limit=2&param=proof&value=claimed']; // prettier-ignore

async function check<T>(arbitrary: fc.Arbitrary<T>, { seed, path, runs }: RunOptions, run: (each: T) => Promise<void>) {
  const property = fc.asyncProperty(arbitrary, run);
  await fc.assert(property, { seed, path, numRuns: runs, includeErrorInReport: true });
}

async function soon<T>(answer: Promise<T>): Promise<T> {
  const abort = new AbortController();
  const late = setTimeout(LONGEST, undefined, { signal: abort.signal }).then(() => assert.fail('no answer'));
  try {
    return await Promise.race([answer, late]);
  } finally {
    abort.abort();
    await late.catch(() => undefined); // That it was not needed is no error.
  }
}

/** Of what may as well be right: that it is answered, or refused in a way that says why. */
function assertRefusal(target: string, status: number, body: string): void {
  assert.ok(status === 200 || (status >= 400 && status < 500), `${status} ${body}`);
  if (status !== 400 || body === '') return;
  const { message, parameter } = JSON.parse(body) as { message: string; parameter?: string };
  assert.ok(message && parameter !== undefined, body);
  const [path = '', ...query] = target.split('?');
  const inPath = Object.keys(matchRoute(path)?.parameters ?? {});
  const given = [...new URLSearchParams(`?${query.join('?')}`).keys(), ...inPath];
  // A value may lack its name, and a name its value.
  const partners = given.some((name) => /^(param|value)s?$/.test(name)) ? ['param', 'value'] : [];
  assert.ok([...given, ...partners].includes(parameter), `${body} names what is not in ${target}`);
}

/** Sends bytes as they are, and answers all that comes back until the server hangs up. */
async function sendRaw(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // The server may hang up while it is still being written to.
  socket.on('error', (error: NodeJS.ErrnoException) => assert.match(error.code ?? '', /^(ECONNRESET|EPIPE)$/));
  socket.end(Buffer.from(text, 'latin1'));
  await soon(once(socket, 'close'));
  return Buffer.concat(chunks).toString('latin1');
}

function statusOf(response: string): number | undefined {
  if (response === '') return undefined;
  const status = /^HTTP\/1\.1 (\d{3})/.exec(response)?.[1];
  assert.ok(status, response.slice(0, 100));
  return Number(status);
}
