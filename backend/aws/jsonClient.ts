import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';

export interface JsonClientOptions {
  /** The name that requests are signed for, for example `tagging`. */
  service: string;
  /** What stands before an action's name in its header, for example `AWSOrganizationsV20161128`. */
  target: string;
  region: string;
  credentials: SignatureV4Init['credentials'];
  /** For example https://tagging.eu-west-1.amazonaws.com */
  endpoint: string;
}

/** Makes a request and returns what its answer holds. Rejects as AWS's clients do. */
export type JsonClient = (action: string, request: object, signal?: AbortSignal) => Promise<unknown>;

/** Of a refusal. */
interface Refusal {
  __type?: string;
  message?: string;
  Message?: string;
}

/** A client of a service that speaks AWS JSON 1.1, where one or two of its requests are of use: AWS's own is a dependency more. */
export function createJsonClient({ service, target, region, credentials, endpoint }: JsonClientOptions): JsonClient {
  const { protocol, host, hostname, port } = new URL(endpoint);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });

  return async (action, request, signal) => {
    const body = JSON.stringify(request);
    const signed = await signer.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: '/',
      headers: { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${action}` },
      body,
    });
    // fetch sends the host by itself.
    const { host: _host, ...headers } = signed.headers;
    const response = await fetch(`${protocol}//${host}/`, { method: 'POST', headers, body, signal, redirect: 'error' });
    const answer = answerIn(await response.text());
    if (!response.ok) throw refusal(response.status, answer as Refusal);
    return answer;
  };
}

/** Where a service is in AWS: `host` is the part of the name before amazonaws.com. */
export function awsEndpoint(host: string, region: string): string {
  return `https://${host}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** In the manner of AWS's own clients, so that one variable leads all of them elsewhere. `id`: for example ORGANIZATIONS. */
export function endpointInstead(id: string, environment: NodeJS.ProcessEnv): string | undefined {
  return environment[`AWS_ENDPOINT_URL_${id}`] || environment['AWS_ENDPOINT_URL'] || undefined;
}

/** An answer that is none of AWS's, as of a proxy, says nothing; then its status has to do. */
function answerIn(text: string): unknown {
  try {
    return (JSON.parse(text) as unknown) ?? {};
  } catch {
    return {};
  }
}

/** For example of com.amazon.coral.service#AccessDeniedException. */
function refusal(httpStatusCode: number, { __type = '', message, Message = '' }: Refusal): Error {
  const name = __type.split('#').at(-1) || 'UnknownError';
  return Object.assign(new Error(message ?? Message), { name, $metadata: { httpStatusCode } });
}
