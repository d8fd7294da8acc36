import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RestAnswer } from '../core/answer.ts';
import type { RestApiResult } from './lambdaEvents.ts';

/** Bytes. Lambda takes back 6 MiB at most, as JSON ("Lambda quotas"), and adds to it. */
export const MAX_RESULT = 5.5 * 2 ** 20;

/** Below this size compression costs more than it saves. */
const COMPRESS_BYTES = 8 * 1024;
const compress = promisify(gzip);

/** An answer as Lambda gives it to API Gateway, which decodes what is base64. */
export async function resultOf({ status, headers, body }: RestAnswer, zips: boolean): Promise<RestApiResult> {
  const common = {
    ...headers,
    // Log content is personal data: nothing of it is to be kept by a browser, nor read as anything but JSON.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  };
  if (!zips || body.length < COMPRESS_BYTES) {
    return { statusCode: status, headers: common, body, isBase64Encoded: false };
  }
  return {
    statusCode: status,
    headers: { ...common, 'content-encoding': 'gzip' },
    body: (await compress(body)).toString('base64'),
    isBase64Encoded: true,
  };
}

/** Bytes of a result as Lambda counts them: in JSON, every quotation mark of a body that is JSON itself takes two. */
export function sizeOf(result: RestApiResult): number {
  return Buffer.byteLength(JSON.stringify(result));
}
