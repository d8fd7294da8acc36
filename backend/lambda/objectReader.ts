import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { addAbortSignal, type Readable } from 'node:stream';
import { UserError } from '../core/userError.ts';

/** An object of a bucket that is being read. */
export interface OpenObject {
  /** Bytes. */
  size: number;
  /** When it was written, in milliseconds since 1970. */
  modified: number;
  /** Its bytes, as stored. Fails with the signal. */
  chunks: AsyncIterable<Uint8Array>;
}

/** All that is ever asked of S3. */
export interface ObjectReader {
  /**
   * Throws a UserError for an object that is not there, or lies in an archive (404), and where it is refused: with 409, for it is not
   * the caller who may not.
   */
  open(bucket: string, key: string, signal?: AbortSignal): Promise<OpenObject>;
}

export function createObjectReader(client: S3Client): ObjectReader {
  return {
    async open(bucket, key, signal) {
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: key });
        const { Body, ContentLength = 0, LastModified } = await client.send(command, { abortSignal: signal });
        return {
          size: ContentLength,
          modified: LastModified?.getTime() ?? 0,
          chunks: signal ? addAbortSignal(signal, Body as Readable) : (Body as Readable),
        };
      } catch (error) {
        if ((error as Error).name === 'AccessDenied') throw await refused(error as Error, bucket, key, signal);
        throw expected(error, key);
      }
    },
  };

  /** S3 says by its message alone that it is the key of KMS which refuses, and does not always name it. */
  async function refused(cause: Error, bucket: string, key: string, signal?: AbortSignal): Promise<UserError> {
    if (!cause.message.includes('kms:Decrypt')) {
      const message = `s3:GetObject was refused in the bucket ${bucket}: its policy, or that of the function's role, does not allow it.`;
      return new UserError(message, { status: 409, cause });
    }
    const [named = await keyOf(bucket, key, signal)] = KEY_ARN.exec(cause.message) ?? [];
    const message = `kms:Decrypt was refused on ${named ?? 'the key that the file is encrypted with'}: its policy, or that of the function's role, does not allow it.`;
    return new UserError(message, { status: 409, cause });
  }

  /** The key that an object is encrypted with; undefined where that cannot be looked at either. */
  async function keyOf(bucket: string, key: string, signal?: AbortSignal): Promise<string | undefined> {
    try {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      return (await client.send(command, { abortSignal: signal })).SSEKMSKeyId;
    } catch {
      signal?.throwIfAborted();
      return undefined; // What was refused first is what is told.
    }
  }
}

const KEY_ARN = /\barn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+/;

/** S3 says "access denied" of an object that is not there to whoever may not list the bucket. */
function expected(error: unknown, key: string): unknown {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  if (name === 'NoSuchKey' || (name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404)) {
    const message = `The log file is no longer in the bucket: it has expired, or was deleted (${key}).`;
    return new UserError(message, { status: 404, cause: error });
  }
  if (name === 'InvalidObjectState') {
    const message = `The log file has been archived, and would have to be restored first (${key}).`;
    return new UserError(message, { status: 404, cause: error });
  }
  return error;
}
