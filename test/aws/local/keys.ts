import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { roleOf } from './executionRole.ts';
import { mayUseKey, type KeyPolicy } from './keyPolicy.ts';
import type { Answer, PassingCall } from './recorder.ts';

/** The account of a key and the trail whose log files it encrypts, by the key's ARN. */
export interface LocalKey {
  policy: KeyPolicy;
  /** An ARN: it stands in the encryption context. */
  trail: string;
}

interface KeyDeps {
  url: string;
  lambda: LambdaClient;
  s3: S3Client;
}

/** Keys of KMS, which moto does not ask when an object is read: a function gets no object whose key it may not use. */
export function localKeys(deps: KeyDeps): {
  keys: Map<string, LocalKey>;
  refuse(call: PassingCall): Promise<Answer | undefined>;
} {
  const keys = new Map<string, LocalKey>();

  async function refuse({
    function: functionName,
    action,
    resource,
    region,
  }: PassingCall): Promise<Answer | undefined> {
    if (keys.size === 0 || action !== 's3:GetObject') return undefined;
    const [, bucket = '', key = ''] = /^([^/]+)\/(.*)$/.exec(resource) ?? [];
    const { SSEKMSKeyId: kmsKey = '' } = await deps.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const known = keys.get(kmsKey);
    if (!known) return undefined;
    const { role, statements } = await roleOf(deps, functionName);
    const context = {
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:EncryptionContext:aws:cloudtrail:arn': known.trail,
    };
    const request = { action: 'kms:Decrypt', key: kmsKey, principal: role, context };
    if (mayUseKey(known.policy, statements, request)) return undefined;
    const message = `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${kmsKey} because no resource-based policy allows the kms:Decrypt action`;
    const body = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
    return { status: 403, headers: { 'content-type': 'application/xml' }, body };
  }

  return { keys, refuse };
}
