import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
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
  /** Throws a UserError (404) for an object that is not there, or lies in an archive. */
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
        throw expected(error, key);
      }
    },
  };
}

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
