import type { Call } from './call.ts';
import { ACCOUNT, REGION } from './names.ts';
import type { Answer, PassingCall } from './recorder.ts';

/** Why a call is refused. */
export type Refusal = 'denied' | 'expired' | 'throttled' | 'absent';

/** As AWS refuses, in the service's own format. */
export function refusal(kind: Refusal, call: PassingCall): Answer {
  const message = MESSAGES[kind](call);
  const isJson = call.headers['x-amz-target'] !== undefined;
  const code = CODES[kind][isJson || call.service === 'execute-api' ? 'json' : 'xml'];
  if (call.service === 'execute-api') {
    const body = JSON.stringify(kind === 'denied' ? { Message: message } : { message });
    const status = kind === 'throttled' ? 429 : 403;
    return { status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': code }, body };
  }
  if (isJson) {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code };
    return { status: 400, headers, body: JSON.stringify({ __type: code, message }) };
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const body =
    call.service === 's3' ? `<Error>${error}</Error>` : `<ErrorResponse><Error>${error}</Error></ErrorResponse>`;
  const status = kind === 'throttled' ? 503 : kind === 'expired' && call.service === 's3' ? 400 : 403;
  // S3 says where a bucket is even to those whom it refuses.
  const where = call.service === 's3' && kind === 'denied' ? { 'x-amz-bucket-region': REGION } : undefined;
  return { status, headers: { 'content-type': 'application/xml', ...where }, body };
}

const CODES: Record<Refusal, { json: string; xml: string }> = {
  denied: { json: 'AccessDeniedException', xml: 'AccessDenied' },
  expired: { json: 'ExpiredTokenException', xml: 'ExpiredToken' },
  throttled: { json: 'ThrottlingException', xml: 'Throttling' },
  // What API Gateway says of an API that it does not know, or not yet.
  absent: { json: 'MissingAuthenticationTokenException', xml: 'MissingAuthenticationToken' },
};

const MESSAGES: Record<Refusal, (call: Call) => string> = {
  denied: ({ action, service, region, resource }) =>
    `User: arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: ${action} on resource: ${arn(service, region, resource)} because no identity-based policy allows the ${action} action`,
  expired: () => 'The security token included in the request is expired',
  throttled: () => 'Rate exceeded',
  absent: () => 'Missing Authentication Token',
};

function arn(service: string, region: string, resource: string): string {
  if (resource === '') return '*';
  return service === 's3' ? `arn:aws:s3:::${resource}` : `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}
