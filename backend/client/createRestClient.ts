import { setTimeout } from 'node:timers/promises';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';
import { routes, targetOf, type ApiAnswer, type ApiMethod, type ApiRequest } from '../core/routes.ts';
import type { EventsAnswer, TrackerApi } from '../core/trackerApi.ts';
import type { TrackerEvent } from '../core/event.ts';
import { errorOf, notATracker, unreachable } from './restErrors.ts';
import { encodedQuery, encodedTarget, routeArn } from './restTarget.ts';

export interface RestClientOptions {
  /** Of the API, with its stage: https://ID.execute-api.REGION.amazonaws.com/STAGE */
  url: string;
  region: string;
  /** Credentials of AWS, or what provides them when they are needed. */
  credentials: SignatureV4Init['credentials'];
  fetch?: typeof fetch;
  /** Milliseconds since 1970; the signature bears the time. */
  now?: () => number;
  /** Called with what each answer says that its question has consumed; undefined where a tracker does not say so. */
  onUnits?: (units: Units | undefined) => void;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/** Capacity units of the tracker's table. */
export interface Units {
  read: number;
  write: number;
}

/** How often a call is made that failed for a reason that may pass, and after how many milliseconds the second time, at most. */
const ATTEMPTS = 5;
const FIRST_WAIT = 400;

/** Too many questions at once (429, 503), or a fault that may be gone the next time. Questions change nothing, so they may be repeated. */
function isWorthRepeating(status: number): boolean {
  return status === 429 || status === 500 || status === 502 || status === 503;
}

/** What the body of an answer is, and the cursor of the next page. */
type Bodies = { [M in ApiMethod]: (body: unknown, next: string | undefined) => ApiAnswer<M> };

/** One for each route, so that a route that is forgotten here does not compile. */
const BODIES: Bodies = {
  users: whole,
  services: whole,
  parameters: whole,
  userEvents: page,
  serviceEvents: page,
  scan: page,
  activity: whole,
  userActivity: whole,
  record: whole,
  status: whole,
  gaps: whole,
};

/**
 * The API of a deployed tracker, over HTTPS, signed with the caller's own credentials (Signature Version 4). Rejects with the
 * UserErrors that the tracker answers, and with those of restErrors.ts where it is not the tracker that answers.
 */
export function createRestClient({
  url,
  region,
  credentials,
  fetch: send = fetch,
  now = () => Date.now(),
  onUnits,
  wait = (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
}: RestClientOptions): TrackerApi {
  const { protocol, host, hostname, port, pathname } = new URL(url);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });

  async function ask<M extends ApiMethod>(
    method: M,
    request: ApiRequest<M>,
    signal?: AbortSignal,
  ): Promise<ApiAnswer<M>> {
    const { path, query } = encodedTarget(targetOf(method, request));
    const target = pathname.replace(/\/$/, '') + path;
    for (let attempt = 1; ; attempt++) {
      const { response, text } = await signAndGet(target, query, signal);
      onUnits?.(unitsIn(response.headers));
      if (response.status === 200) return BODIES[method](parsed(text), cursorIn(response.headers.get('link')));
      if (!isWorthRepeating(response.status) || attempt === ATTEMPTS)
        throw errorOf(response.status, response.headers, text, {
          host,
          resource: routeArn(url, region, routes[method].path),
        });
      // All who were refused at once must not come back at once.
      await wait(Math.random() * FIRST_WAIT * 2 ** (attempt - 1), signal);
    }
  }

  async function signAndGet(target: string, query: Record<string, string>, signal: AbortSignal | undefined) {
    const signed = await signer.sign(
      {
        method: 'GET',
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: target,
        query,
        headers: { host },
      },
      { signingDate: new Date(now()) },
    );
    // fetch sends the host by itself.
    const { host: _host, ...headers } = signed.headers;
    return get(`${protocol}//${host}${target}${encodedQuery(query)}`, headers, signal);
  }

  async function get(address: string, headers: Record<string, string>, signal: AbortSignal | undefined) {
    try {
      // A signature is for one host only: nothing of it is to go on to another.
      const response = await send(address, { headers, signal, redirect: 'error' });
      return { response, text: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw unreachable(host, error);
    }
  }

  function parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw notATracker(host, cause);
    }
  }

  const methods = Object.keys(BODIES) as ApiMethod[];
  return Object.fromEntries(
    methods.map((method) => [
      method,
      (request: ApiRequest<typeof method>, signal?: AbortSignal) => ask(method, request, signal),
    ]),
  ) as unknown as TrackerApi;
}

/** The answer is what createTrackerApi made at the other end, through routes.ts. */
function whole<T>(body: unknown): T {
  return body as T;
}

function page(body: unknown, next: string | undefined): EventsAnswer {
  if (typeof body === 'number') return body;
  return { events: body as TrackerEvent[], ...(next !== undefined && { next }) };
}

function unitsIn(headers: Headers): Units | undefined {
  const [read, write] = ['x-read-units', 'x-write-units'].map((name) => Number(headers.get(name) ?? NaN));
  return read! >= 0 && write! >= 0 ? { read: read!, write: write! } : undefined;
}

/** The cursor in <?…&cursor=…>; rel="next" (answer.ts). */
function cursorIn(link: string | null): string | undefined {
  const query = /^<\?([^>]*)>; rel="next"$/.exec(link ?? '')?.[1];
  return new URLSearchParams(query).get('cursor') ?? undefined;
}
