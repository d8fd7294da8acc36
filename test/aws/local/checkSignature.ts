import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is refused: AWS's words and its name for the error. The status is 403. */
export interface Refusal {
  type: string;
  message: string;
}

interface SignedRequest {
  method: string;
  /** Path and query as they were sent. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const SERVICE = 'execute-api';

/** How far the clocks of the two sides may be apart, in milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks a request as API Gateway does where a method demands AWS_IAM: by Signature Version 4 ("Create a signed AWS API
 * request" in the IAM documentation), written down here once more so that the client's signer is not checked by itself.
 * @param secrets the secret access key of each access key id
 * @param now milliseconds
 */
export function checkSignature(
  request: SignedRequest,
  region: string,
  secrets: Record<string, string>,
  now: number,
): Refusal | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    return { type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
  }
  const [matched, accessKey = '', date = '', signedRegion, service, signedHeaders = '', signature = ''] =
    AUTHORIZATION.exec(authorization) ?? [];
  if (matched === undefined) {
    return { type: 'IncompleteSignatureException', message: 'Authorization header is incomplete.' };
  }
  const secret = secrets[accessKey];
  if (secret === undefined) {
    return { type: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.' };
  }
  const invalid = (message: string): Refusal => ({ type: 'InvalidSignatureException', message });
  if (service !== SERVICE) return invalid(`Credential should be scoped to correct service: '${SERVICE}'.`);
  if (signedRegion !== region) return invalid('Credential should be scoped to a valid region.');
  const time = String(request.headers['x-amz-date']);
  const age = Math.abs(now - Date.parse(time.replace(/^(....)(..)(..T..)(..)(..)Z$/, '$1-$2-$3:$4:$5Z')));
  if (!(age < CLOCK_SKEW) || !time.startsWith(date)) return invalid('Signature expired');
  const headerNames = signedHeaders.split(';');
  if (!headerNames.includes('host')) return invalid("'Host' must be a 'SignedHeader' in the AWS Credential.");

  const scope = `${date}/${region}/${SERVICE}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(request, headerNames))].join('\n');
  const key = [date, region, SERVICE, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  if (timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))) return undefined;
  return invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

function canonicalRequest({ method, target, headers, body }: SignedRequest, headerNames: string[]): string {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const parameters = [...new URLSearchParams(query)].map((pair) => pair.map(encode).join('=')).sort();
  return [
    method,
    // All services but S3 encode the path once more, as it was sent.
    path.split('/').map(encode).join('/'),
    parameters.join('&'),
    ...headerNames.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    headerNames.join(';'),
    sha256(body),
  ].join('\n');
}

/** Percent-encodes everything but RFC 3986's unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
