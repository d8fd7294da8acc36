import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { acceptsGzip } from '../core/acceptsGzip.ts';
import { answer, json, type RestAnswer } from '../core/answer.ts';
import { matchRoute } from '../core/routes.ts';
import type { TrackerApi } from '../core/trackerApi.ts';
import { UserError } from '../core/userError.ts';

export interface RestServerOptions {
  api: TrackerApi;
  /** 0 takes any that is free. */
  port: number;
  /** What callers must send as `Authorization: Bearer …`, if anything. */
  token?: string;
  /** Is told about every call that failed by our fault. */
  log: (error: unknown, requestId: string) => void;
}

export interface RestServer {
  /** http://127.0.0.1:PORT */
  url: string;
  /** Takes no more calls, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/**
 * Serves the REST API to programs of this machine. It listens on the loopback interface only, and because a browser on this
 * machine can be made to call it by any web site, it refuses foreign Host headers (a DNS name that was pointed here) and
 * cross-site requests, and allows no other origin to read an answer. Rejects with a UserError when the port is taken.
 */
export async function openRestServer(options: RestServerOptions): Promise<RestServer> {
  const server = createServer((request, response) => {
    // A connection that is kept alive would hold up the end of a server that is closing.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    serve(request, response, options).catch((error: unknown) => {
      // A call that its caller gave up has nobody to be answered. Anything else here is a fault in sending.
      if (!response.destroyed) options.log(error, 'none');
      response.destroy();
    });
  });
  await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { api, token, log }: RestServerOptions,
): Promise<void> {
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const [path = '', query = ''] = split(request.url ?? '');
  const call = {
    method: request.method ?? '',
    path: withoutStage(path),
    query,
    requestId: randomUUID(),
    signal: abort.signal,
  };
  const port = request.socket.localPort ?? 0;
  await send(request, response, refusal(request, port, token) ?? (await answer(api, call, log)));
}

/** Why a call is not even looked at; undefined for one that is welcome. */
function refusal({ headers }: IncomingMessage, port: number, token: string | undefined): RestAnswer | undefined {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  // Only port 80 goes without saying.
  const hosts = [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
  if (!hosts.includes(headers.host?.toLowerCase() ?? '')) {
    return json(403, { message: 'This server answers to the names of this machine only.' });
  }
  const site = headers['sec-fetch-site'];
  const isForeign = headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`);
  // Another port of this machine is another site to us, though "same-site" to a browser.
  if (isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return json(403, { message: 'Cross-site requests are refused.' });
  }
  if (token !== undefined && !hasToken(headers.authorization, token)) {
    return json(401, { message: 'A token is needed: Authorization: Bearer TOKEN.' }, { 'www-authenticate': 'Bearer' });
  }
  return undefined;
}

/** Compares hashes, which have one length, in a time that does not tell how much of the token was right. */
function hasToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Below this size compression costs more than it saves. */
const COMPRESS_BYTES = 8 * 1024;
const compress = promisify(gzip);

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: RestAnswer,
): Promise<void> {
  let bytes = Buffer.from(body);
  response.setHeader('vary', 'Accept-Encoding');
  if (bytes.length >= COMPRESS_BYTES && acceptsGzip(String(request.headers['accept-encoding'] ?? ''))) {
    bytes = await compress(bytes);
    response.setHeader('content-encoding', 'gzip');
  }
  // Log content is personal data: nothing of it is to be kept by a browser, nor read as anything but JSON.
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  // Node itself leaves the body out of the answer to a HEAD.
  response.end(bytes);
}

/** By hand, because URL resolves "..", which may be a user's name, percent-encoded or not. */
function split(url: string): string[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** The predecessor's calls begin with its stage and its API's name: /STAGE/cloudtracking_querys. A route of ours comes first. */
function withoutStage(path: string): string {
  const rest = /^\/[^/]+\/cloudtracking_querys(\/.*)$/.exec(path)?.[1];
  return rest === undefined || matchRoute(path) ? path : rest;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new UserError(`Port ${port} is in use by another program.`, {
              status: 409,
              parameter: 'port',
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
