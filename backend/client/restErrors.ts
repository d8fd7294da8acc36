import { isObject, stringAt, type JsonObject } from '../core/json.ts';
import { UserError } from '../core/userError.ts';

/**
 * What API Gateway refuses, by the x-amzn-errortype of its answer. Its own messages are not passed on: where a signature does
 * not fit, they quote the request with its session token.
 */
const REFUSALS: Readonly<Record<string, (resource: string) => string>> = {
  AccessDeniedException: (resource) =>
    `These credentials may not read this tracker: they need execute-api:Invoke on ${resource}, as its policy for readers has it. With its policy for the own view one connects by a link for the own view.`,
  ExpiredTokenException: (resource) =>
    `The AWS credentials have expired: execute-api:Invoke on ${resource} was refused. Sign in again.`,
  UnrecognizedClientException: () => 'AWS does not know these credentials.',
  InvalidSignatureException: () =>
    "AWS does not accept the signature: the secret access key, the region or this computer's clock is wrong.",
  MissingAuthenticationTokenException: () => 'The tracker has no such address, or not yet: check its URL.',
};

/** What was asked. */
export interface RestCall {
  host: string;
  /** The ARN of its route: see routeArn. */
  resource: string;
}

/** The error that an answer is. A UserError says what the tracker said; what is the tracker's own fault is a plain Error. */
export function errorOf(status: number, headers: Headers, text: string, { host, resource }: RestCall): Error {
  const body = objectIn(text);
  const message = body && stringAt(body, 'message');
  switch (status) {
    case 400:
    case 404:
    case 409:
      if (!body || message === undefined) return notATracker(host);
      return new UserError(message, { status, parameter: stringAt(body, 'parameter') });
    case 403: {
      const [type = ''] = (headers.get('x-amzn-errortype') ?? '').split(':');
      const known = Object.hasOwn(REFUSALS, type) ? REFUSALS[type]?.(resource) : undefined;
      // Nobody is refused by what is not there: of a new API that is so for some seconds, and an earlier version lacks a route.
      const absent =
        type === 'MissingAuthenticationTokenException' ? ({ status: 503, parameter: 'path' } as const) : {};
      return new UserError(known ?? `${host} refuses access.`, { status, ...absent });
    }
    case 429:
      return new UserError('The tracker is asked too often at the moment. Try again in a while.', { status: 503 });
    case 504:
      return new UserError('The question took too long. Ask for a shorter period.', { status });
    default: {
      const request = (body && stringAt(body, 'requestId')) ?? headers.get('x-amzn-requestid') ?? 'unknown';
      return new Error(`The tracker answered with status ${status} (request ${request}).`);
    }
  }
}

export function notATracker(host: string, cause?: unknown): UserError {
  return new UserError(`${host} does not answer as a tracker does: check the URL.`, { status: 503, cause });
}

/** For a call that got no answer. */
export function unreachable(host: string, cause: unknown): UserError {
  const { code } = ((cause as Error).cause ?? {}) as { code?: unknown };
  const reason = typeof code === 'string' ? ` (${code})` : '';
  return new UserError(`${host} cannot be reached${reason}.`, { status: 503, cause });
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const body = JSON.parse(text) as unknown;
    return isObject(body) ? body : undefined;
  } catch {
    return undefined; // Some proxy's page: the status has to do.
  }
}
