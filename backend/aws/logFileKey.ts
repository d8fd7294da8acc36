import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import { newestLogFile } from './setup/newestLogFile.ts';
import type { Aws } from './openAws.ts';
import type { Tracker } from './trackers.ts';

/** What the newest log file tells of how it is encrypted. */
export interface NewestKey {
  /** The ARN of its key of KMS; undefined where it has none, where there is no file, and where it may not be looked at. */
  kmsKey?: string;
  /** Why it could not be looked at. */
  refused?: string;
}

/** How a tracker stands to a key: whether its roles may use it is decided by its deployment and by who owns the key. */
export type KeyStanding = 'fine' | 'undeployed' | 'foreign';

/** The ARN of the key of KMS that an object is encrypted with; undefined for none. Needs s3:GetObject, but no right on the key. */
export async function keyOfFile(
  { s3 }: Pick<Aws, 's3'>,
  bucket: string,
  key: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const request = s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  return (await ask({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` }, request)).SSEKMSKeyId;
}

/**
 * The key that the newest log file below a prefix is encrypted with: what a tracker has to decrypt, whatever a trail says or whoever
 * may see that trail. A refusal is part of the answer.
 */
export async function newestKey(
  aws: Pick<Aws, 's3'>,
  bucket: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<NewestKey> {
  try {
    const file = await newestLogFile(aws, bucket, signal, prefix);
    const kmsKey = file && (await keyOfFile(aws, bucket, file.key, signal));
    return kmsKey === undefined ? {} : { kmsKey };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { refused: error.message };
  }
}

export function keyStanding(
  { account, parameters }: Pick<Tracker, 'account' | 'parameters'>,
  kmsKey: string | undefined,
): KeyStanding {
  if (kmsKey === undefined) return 'fine';
  if (kmsKey !== (parameters['KmsKey'] ?? '')) return 'undeployed';
  return keyOwner(kmsKey) === account ? 'fine' : 'foreign';
}

/** The account of a key's ARN. */
export function keyOwner(kmsKey: string): string {
  return kmsKey.split(':')[4] ?? '';
}
