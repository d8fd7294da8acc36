import { readQuery } from './query.ts';
import { matchRoute, requestOf, routes, type ApiAnswer, type ApiMethod, type ApiRequest } from './routes.ts';
import type { TrackerApi } from './trackerApi.ts';
import { UserError } from './userError.ts';

/** A call of the REST API, without its transport. */
export interface RestCall {
  /** HTTP method. */
  method: string;
  /** As it came in, percent-encoded. */
  path: string;
  /** The query string, without its question mark. */
  query: string;
  /** Names this call in the log, and to the caller when it fails by our fault. */
  requestId: string;
  signal?: AbortSignal;
}

export interface RestAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Answers a call of the REST API: everything that the local server and the deployed one have in common.
 * Errors that are not the caller's go to `log`, and none of their text to the caller. Rejects only when the call was aborted.
 */
export async function answer(
  api: TrackerApi,
  call: RestCall,
  log: (error: unknown, requestId: string) => void,
): Promise<RestAnswer> {
  try {
    const route = matchRoute(call.path);
    if (!route) return json(404, { message: `There is no route ${call.path}.` });
    if (call.method !== 'GET' && call.method !== 'HEAD') {
      return json(405, { message: `${call.method} is not possible: every route is a GET.` }, { allow: 'GET, HEAD' });
    }
    const query = readQuery(call.query);
    const request = requestOf(route.method, route.parameters, query);
    const { body, next } = await ask(api, route.method, request, call.signal);
    return json(200, body, next === undefined ? {} : { link: nextPage(query, next) });
  } catch (error) {
    call.signal?.throwIfAborted();
    if (error instanceof UserError) return errorAnswer(error);
    log(error, call.requestId);
    return json(500, { message: 'internal error', requestId: call.requestId });
  }
}

export function errorAnswer({ status, message, parameter }: UserError): RestAnswer {
  return json(status, status === 400 ? { message, parameter } : { message });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): RestAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** Mapped types, because through them TypeScript sees that a method, its request and its answer belong together. */
type Methods = { [M in ApiMethod]: (request: ApiRequest<M>, signal?: AbortSignal) => Promise<ApiAnswer<M>> };
type Bodies = { [M in ApiMethod]: { body(answer: ApiAnswer<M>): { body: unknown; next?: string } } };

async function ask<M extends ApiMethod>(api: Methods, method: M, request: ApiRequest<M>, signal?: AbortSignal) {
  const bodies: Bodies = routes;
  return bodies[method].body(await api[method](request, signal));
}

/** RFC 8288: a reference of nothing but a query, so that it holds under any host, stage and prefix. */
function nextPage(query: URLSearchParams, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set('cursor', cursor);
  return `<?${next}>; rel="next"`;
}
