import { acceptsGzip } from '../core/acceptsGzip.ts';
import { answer, errorAnswer, json, type RestAnswer, type RestCall } from '../core/answer.ts';
import { matchRoute, type ApiMethod } from '../core/routes.ts';
import type { TrackerApi } from '../core/trackerApi.ts';
import { UserError } from '../core/userError.ts';
import type { Capacity } from '../dynamodb/table.ts';
import { startDeadline, untilAborted } from './deadline.ts';
import { errorDetails, type Log } from './jsonLog.ts';
import type { LambdaContext, RestApiEvent, RestApiResult } from './lambdaEvents.ts';
import { narrowToCaller } from './narrowToCaller.ts';
import { MAX_RESULT, resultOf, sizeOf } from './restResult.ts';

export interface QueryOptions {
  api: TrackerApi;
  log: Log;
  /** What the table's requests have consumed so far: each answer says in its headers how much of it was for its question. */
  capacity?: Capacity;
}

/** Milliseconds: API Gateway gives up after 29 seconds, and the function is killed at its time-out. */
const LONGEST = 28_000;
const MARGIN = 1_000;

/** The answers that come in pages, and so can be made smaller. */
const PAGED: ReadonlySet<ApiMethod> = new Set(['userEvents', 'serviceEvents', 'scan']);

/** The handler of the REST API: answers what API Gateway hands over. */
export function createQuery({
  api,
  log,
  capacity,
}: QueryOptions): (event: RestApiEvent, context: LambdaContext) => Promise<RestApiResult> {
  return async (event, context) => {
    // A function answers one question at a time, so what is consumed meanwhile is for this one.
    const before = capacity && { ...capacity };
    const result = await resultFor(event, context);
    if (!capacity || !before) return result;
    const units = {
      'x-read-units': String(capacity.read - before.read),
      'x-write-units': String(capacity.write - before.write),
    };
    return { ...result, headers: { ...result.headers, ...units } };
  };

  async function resultFor(event: RestApiEvent, context: LambdaContext): Promise<RestApiResult> {
    const { resource: route, requestContext } = event;
    const { requestId } = requestContext;
    const logFault = (error: unknown) =>
      log({ level: 'error', message: 'internal error', route, requestId, ...errorDetails(error) });
    const deadline = startDeadline(Math.min(LONGEST, context.getRemainingTimeInMillis() - MARGIN));
    const { signal } = deadline;
    try {
      return await untilAborted(fittingResult(event, signal, logFault), signal);
    } catch (error) {
      if (signal.aborted) {
        log({ level: 'warn', message: 'out of time', route, requestId });
        return await resultOf(json(504, { message: 'The question took too long. Ask for a shorter period.' }), false);
      }
      logFault(error);
      return await resultOf(json(500, { message: 'internal error', requestId }), false);
    } finally {
      deadline.clear();
    }
  }

  /** A page that is too large to be sent is asked for again with fewer events; its Link header goes on where it ends. */
  async function fittingResult(
    event: RestApiEvent,
    signal: AbortSignal,
    logFault: (error: unknown) => void,
  ): Promise<RestApiResult> {
    const { requestId } = event.requestContext;
    const zips = acceptsGzip(headerOf(event, 'accept-encoding'));
    const call: RestCall = { method: event.httpMethod, path: pathOf(event), query: queryOf(event), requestId, signal };
    const callersApi = narrowToCaller(api, event.requestContext.identity?.userArn);
    for (;;) {
      const whole = await answer(callersApi, call, logFault);
      const result = await resultOf(whole, zips);
      const size = sizeOf(result);
      if (size <= MAX_RESULT) return result;
      const limit = smallerLimit(call, whole, size);
      if (limit === undefined) return resultOf(errorAnswer(tooLarge(call, zips)), zips);
      call.query = withLimit(call.query, limit);
    }
  }
}

/**
 * The path as the caller wrote it. A REST API hands over the parameters of a path as they came in, percent-encoded (an HTTP API
 * would decode them); put into the resource they make the path without a stage, or the base path of a custom domain.
 */
function pathOf({ resource, pathParameters }: RestApiEvent): string {
  return resource.replace(/\{(\w+)\}/g, (_, name: string) => pathParameters?.[name] ?? '');
}

/** API Gateway has decoded names and values, a plus as a space. */
function queryOf({ multiValueQueryStringParameters }: RestApiEvent): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(multiValueQueryStringParameters ?? {}))
    for (const value of values ?? []) query.append(name, value);
  return query.toString();
}

function headerOf({ headers }: RestApiEvent, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** How many events will do; undefined for what cannot be made smaller. */
function smallerLimit({ path }: RestCall, { status, body }: RestAnswer, size: number): number | undefined {
  const method = matchRoute(path)?.method;
  if (status !== 200 || method === undefined || !PAGED.has(method)) return undefined;
  const events = (JSON.parse(body) as unknown[]).length;
  return events > 1 ? Math.max(1, Math.floor((events * MAX_RESULT * 0.9) / size)) : undefined;
}

function withLimit(query: string, limit: number): string {
  const smaller = new URLSearchParams(query);
  smaller.set('limit', String(limit));
  return smaller.toString();
}

/** What makes an answer smaller: the parameter that does most, and what to do with which. */
const SMALLER: Partial<Record<ApiMethod, [parameter: string, advice: string]>> = {
  activity: ['groupBy', 'Ask for fewer groups (groupBy) or for a shorter period (from, to).'],
  userActivity: ['groupBy', 'Ask for fewer groups (groupBy) or for a shorter period (from, to).'],
  userEvents: ['limit', 'Ask for fewer events (limit) or for a shorter period (from, to).'],
  serviceEvents: ['limit', 'Ask for fewer events (limit) or for a shorter period (from, to).'],
  scan: ['limit', 'Ask for fewer events (limit) or for a shorter period (from, to).'],
  users: ['account', 'Ask for the users of one account (account) or of one kind (kind).'],
};

/** It is the question that has to change, hence a 400, as for any other limit that it exceeds. */
function tooLarge({ path }: RestCall, zips: boolean): UserError {
  const method = matchRoute(path)?.method;
  const [parameter, advice] = (method && SMALLER[method]) ?? [];
  const compressed = 'Compressed it may fit: send "Accept-Encoding: gzip" (curl --compressed).';
  const message = ['The answer is larger than the 6 MB that can be sent.', advice, zips ? undefined : compressed];
  return new UserError(
    message.filter((each) => each !== undefined).join(' '),
    parameter === undefined ? {} : { parameter },
  );
}
