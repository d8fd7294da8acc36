import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { call, type HttpAnswer } from '../../fixtures/http.ts';
import { CREDENTIALS, REGION } from './localAws.ts';

export interface SigningOptions {
  credentials?: typeof CREDENTIALS;
  region?: string;
  signingDate?: Date;
  headers?: Record<string, string>;
}

/** A GET of a REST API, signed. The target is the part of the URL behind the API's own, percent-encoded. */
export async function signedCall(url: string, target: string, options: SigningOptions = {}): Promise<HttpAnswer> {
  const { credentials = CREDENTIALS, region = REGION } = options;
  const full = new URL(url + target);
  const query: Record<string, string[]> = {};
  for (const [name, value] of full.searchParams) (query[name] ??= []).push(value);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const request = {
    method: 'GET',
    protocol: full.protocol,
    hostname: full.hostname,
    port: Number(full.port),
    path: full.pathname,
    query,
    headers: { ...options.headers, host: full.host },
  };
  const { headers } = await signer.sign(request, { signingDate: options.signingDate });
  return call(url, full.pathname + full.search, { headers });
}
