import { activityRequest, emptyRequest, eventsRequest, periodRequest, toQuery, usersRequest } from './query.ts';
import type { EventsAnswer, TrackerApi } from './trackerApi.ts';
import { UserError } from './userError.ts';

/**
 * The routes of the REST API, one per method of TrackerApi. Whatever serves or calls the API over HTTP goes by this table,
 * so that a route that is forgotten in it does not compile.
 */
export const routes: { readonly [M in ApiMethod]: Route<M> } = {
  users: { path: '/users', request: usersRequest, body: whole },
  services: { path: '/services', request: emptyRequest, body: whole },
  parameters: { path: '/parameters', request: emptyRequest, body: whole },
  userEvents: {
    path: '/users/{user}',
    request: (query, { user = '' }) => ({ ...eventsRequest(query), user }),
    body: page,
  },
  serviceEvents: {
    path: '/services/{service}',
    request: (query, { service = '' }) => ({ ...eventsRequest(query), service }),
    body: page,
  },
  scan: { path: '/scan', request: eventsRequest, body: page },
  activity: { path: '/activity', request: activityRequest, body: whole },
  userActivity: {
    path: '/users/{user}/activity',
    request: (query, { user = '' }) => ({ ...activityRequest(query), user }),
    body: whole,
  },
  record: {
    path: '/users/{user}/events/{id}',
    request: (query, { user = '', id = '' }) => ({ ...emptyRequest(query), user, id }),
    body: whole,
  },
  status: { path: '/status', request: emptyRequest, body: whole },
  gaps: { path: '/gaps', request: periodRequest, body: whole },
};

export type ApiMethod = keyof TrackerApi;
export type ApiRequest<M extends ApiMethod> = Parameters<TrackerApi[M]>[0];
export type ApiAnswer<M extends ApiMethod> = Awaited<ReturnType<TrackerApi[M]>>;

export interface Route<M extends ApiMethod> {
  /** Segments in braces are parameters, percent-encoded in a call. */
  path: string;
  /** Throws a UserError (400) for a query that the route does not take. */
  request(query: URLSearchParams, path: PathParameters): ApiRequest<M>;
  /** The JSON body of an answer, and the cursor that goes into the Link header. */
  body(answer: ApiAnswer<M>): { body: unknown; next?: string };
}

export type PathParameters = Readonly<Record<string, string>>;

/** The route of a path, and what its parameters are in it, still percent-encoded. A slash at the end changes nothing. */
export function matchRoute(path: string): { method: ApiMethod; parameters: PathParameters } | undefined {
  const segments = segmentsOf(path);
  for (const method of Object.keys(routes) as ApiMethod[]) {
    const pattern = segmentsOf(routes[method].path);
    if (pattern.length !== segments.length) continue;
    const fits = pattern.every((expected, index) =>
      isParameter(expected) ? segments[index] !== '' : expected === segments[index],
    );
    if (!fits) continue;
    const given = pattern.flatMap((name, index) =>
      isParameter(name) ? [[name.slice(1, -1), segments[index]!] as const] : [],
    );
    return { method, parameters: Object.fromEntries(given) };
  }
  return undefined;
}

/** The request of a call. Throws a UserError (400) that names the parameter. */
export function requestOf<M extends ApiMethod>(
  method: M,
  encoded: PathParameters,
  query: URLSearchParams,
): ApiRequest<M> {
  const parameters = Object.entries(encoded).map(([name, text]) => [name, decode(text, name)] as const);
  return routes[method].request(query, Object.fromEntries(parameters));
}

/** The path and query string that make a call of a request: the inverse of matchRoute and requestOf. */
export function targetOf<M extends ApiMethod>(method: M, request: ApiRequest<M>): string {
  const rest: Record<string, unknown> = { ...request };
  const path = routes[method].path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const query = toQuery(rest).toString();
  return query === '' ? path : `${path}?${query}`;
}

function whole(answer: unknown): { body: unknown } {
  return { body: answer };
}

function page(answer: EventsAnswer): { body: unknown; next?: string } {
  return typeof answer === 'number' ? { body: answer } : { body: answer.events, next: answer.next };
}

function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function decode(text: string, parameter: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new UserError(`The ${parameter} in the path is not percent-encoded UTF-8.`, { parameter, cause });
  }
}
