import { UserError } from '../core/userError.ts';

/** What a request is for, in IAM's terms: named where it is refused. */
export interface Permission {
  /** For example `s3:ListBucket`. */
  action: string;
  /** The resource's ARN, or what stands for it in a sentence. */
  resource: string;
}

/** As AWS's clients throw them. */
interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { headers?: Record<string, string> };
  code?: string;
}

const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/;
const UNKNOWN_KEY = /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|InvalidToken)$/;
const WRONG_SECRET = /^(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature)$/;
const CLOCK = /^(RequestTimeTooSkewed|RequestInTheFuture)$/;
const DENIED =
  /^(AccessDenied(Exception)?|AuthorizationError(Exception)?|UnauthorizedOperation|Forbidden|AllAccessDisabled)$/;
const ELSEWHERE =
  /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|TemporaryRedirect)$/;
const THROTTLED =
  /^(Throttling(Exception)?|ThrottledException|TooManyRequests(Exception)?|RequestLimitExceeded|SlowDown|RequestThrottled)$/;
/** What AWS's clients say, before they ask, of a region that cannot be part of a host's name. */
const BAD_REGION = /^Region not accepted: region="(.*)" is not/s;
const OFFLINE = /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EPIPE)$/;

/**
 * Awaits an answer of AWS. What AWS refuses for a reason that a user can do something about becomes a UserError of one or two
 * sentences; a signal's reason and everything else pass as they are.
 */
export async function ask<T>(permission: Permission, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw explained(error, permission);
  }
}

/** Whether a request was refused because its caller may not make it. */
export function isDenied(error: unknown): boolean {
  const { name, status } = rootOf(error);
  // The answer to a HEAD has no body, so that a refusal is known by its number only.
  return DENIED.test(name) || (status === 403 && /^(403|Unknown(Error)?)$/.test(name));
}

/** Whether a request was refused because its credentials are not valid, or not any more: fresh ones may be. */
export function isAboutCredentials(error: unknown): boolean {
  const { name } = rootOf(error);
  return EXPIRED.test(name) || UNKNOWN_KEY.test(name) || WRONG_SECRET.test(name);
}

/** Whether AWS was asked too often. */
export function isThrottled(error: unknown): boolean {
  return THROTTLED.test(rootOf(error).name);
}

/** Whether this is AWS saying that there is no such thing. */
export function isMissing(error: unknown): boolean {
  const { name, status } = rootOf(error);
  return status === 404 || /^(NoSuch\w+|NotFound|ResourceNotFoundException|QueueDoesNotExist)$/.test(name);
}

/** The error itself, or the one behind a UserError that `ask` made of it. */
function rootOf(error: unknown): { name: string; status: number | undefined } {
  const root = error instanceof UserError && error.cause !== undefined ? error.cause : error;
  if (!(root instanceof Error)) return { name: '', status: undefined };
  return { name: root.name, status: (root as ServiceError).$metadata?.httpStatusCode };
}

/** The UserError that says what is wrong, and what to do; the error itself where that is not known. */
export function explained(error: unknown, permission: Permission): unknown {
  if (error instanceof UserError || !(error instanceof Error) || error.name === 'AbortError') return error;
  const text = sentence(error, permission);
  return text === undefined ? error : new UserError(text, { status: isDenied(error) ? 403 : 503, cause: error });
}

function sentence(error: ServiceError, { action, resource }: Permission): string | undefined {
  const { name, message } = error;
  const [, region] = BAD_REGION.exec(message) ?? [];
  if (region !== undefined)
    return `${JSON.stringify(region)} is not the name of a region, so that ${action} cannot be asked. Correct it where it is set: in the profile or in AWS_REGION.`;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return noCredentials(message);
  if (EXPIRED.test(name))
    return `The AWS credentials have expired: ${action} on ${resource} was refused. Sign in again ("aws sso login", or as you do it), then repeat the step: it goes on where it stopped.`;
  if (UNKNOWN_KEY.test(name))
    return `AWS does not know the access key of these credentials (${action} on ${resource}). Choose another profile, or renew the key. A region that has to be opted into answers so too, where the account has not done that.`;
  if (WRONG_SECRET.test(name)) return "AWS does not accept the signature: the profile's secret access key is wrong.";
  if (CLOCK.test(name)) return "AWS refuses the request because this computer's clock is wrong.";
  if (isDenied(error)) return denied(message, action, resource);
  if (ELSEWHERE.test(name)) {
    const actual = error.$response?.headers?.['x-amz-bucket-region'];
    return `${action} is not answered here: ${resource} is in another region${actual === undefined ? '' : ` (${actual})`}.`;
  }
  if (THROTTLED.test(name)) return `AWS is asked too often at the moment (${action}). Try again in a minute.`;
  if (name === 'NoSuchBucket') return `There is no bucket ${resource.replace(/^arn:[^:]+:s3:::/, '')}.`;
  const code = error.code ?? (error.cause as ServiceError | undefined)?.code ?? '';
  if (OFFLINE.test(code) || name === 'TimeoutError')
    return `AWS cannot be reached (${code || name}, for ${action}). Check the network, the region and the proxy.`;
  // What else a service says against a request names what is wrong with it.
  if (error.$metadata?.httpStatusCode !== undefined && error.$metadata.httpStatusCode < 500)
    return `${action} on ${resource} failed. ${name}: ${message}`;
  if (error.$metadata?.httpStatusCode !== undefined)
    return `AWS failed to answer ${action} (${name}, ${error.$metadata.httpStatusCode}). Try again in a minute.`;
  return undefined;
}

/** AWS's own message names who asks, what for and why not, but not every service's does. */
function denied(message: string, action: string, resource: string): string {
  const [, who] = /^(?:User: )?(\S+) is not authorized/.exec(message) ?? [];
  const [, told = action] = /not authorized to perform: ([\w:-]+)/.exec(message) ?? [];
  const [, on = resource] = /on resource: "?([^\s"]+)/.exec(message) ?? [];
  const [, because] = /(because (?:no|there).*|with an explicit deny.*)$/s.exec(message) ?? [];
  const reason = because === undefined ? '' : ` (${because.replace(/\.$/, '')})`;
  return `${who ?? 'This identity'} may not do ${told} on ${on}${reason}. Ask for that permission, or choose another profile.`;
}

/** What the providers say names the profile and, for SSO, the command that helps. */
function noCredentials(message: string): string {
  if (/sso|token/i.test(message) && /expired|invalid|not found|refresh/i.test(message))
    return `The sign-in of this profile has expired or never took place. Run "aws sso login${profileIn(message)}", and repeat the step.`;
  return `There are no AWS credentials: ${message}\nSet AWS_PROFILE, sign in with "aws sso login", or run "aws configure".`;
}

/** What the providers of SSO say has "profile=NAME" in it. */
function profileIn(message: string): string {
  const [, name] = /\bprofile=([\w.@+-]+)/.exec(message) ?? [];
  return name === undefined ? '' : ` --profile ${name}`;
}
