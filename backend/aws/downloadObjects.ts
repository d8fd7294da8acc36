import { GetObjectCommand } from '@aws-sdk/client-s3';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { UserError } from '../core/userError.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import { ask, isAboutCredentials } from './awsErrors.ts';
import type { CopyFailure } from './copy.ts';
import type { LogObject } from './logObjects.ts';
import type { Aws } from './openAws.ts';
import { pathOfKey } from './pathOfKey.ts';
import { writeWhole } from './wholeFile.ts';

const AT_ONCE = 16;
/** So many failures in a row have one reason, which more requests do not change. */
const MOST_IN_A_ROW = 48;

export interface DownloadOptions {
  bucket: string;
  objects: readonly LogObject[];
  /** Where the files go: each below it by its key. */
  folder: string;
  signal?: AbortSignal;
  /** A file is there: its bytes as far as they were copied now, 0 where it was there before; undefined where it failed. */
  onFile: (bytes: number | undefined) => void;
}

/**
 * Copies objects of a bucket that are not there yet with the same size. Answers those that could not be copied; what concerns
 * all of them (credentials, the network, no permission at all) throws instead. Needs s3:GetObject, and kms:Decrypt where they are encrypted so.
 */
export async function downloadObjects(aws: Pick<Aws, 's3'>, options: DownloadOptions): Promise<CopyFailure[]> {
  const { bucket, objects, folder, signal, onFile } = options;
  const failures: CopyFailure[] = [];
  let inARow = 0;

  async function download({ key, size }: LogObject): Promise<void> {
    signal?.throwIfAborted();
    const file = pathOfKey(folder, key);
    if (statSync(file, { throwIfNoEntry: false })?.size === size) return onFile(0);
    try {
      const bytes = await copyObject(aws, { bucket, key, folder, file, signal });
      inARow = 0;
      onFile(bytes);
    } catch (error) {
      signal?.throwIfAborted();
      const reason = reasonOfOne(error, file);
      if (reason === undefined || ++inARow >= MOST_IN_A_ROW) throw error;
      failures.push({ key, reason });
      onFile(undefined);
    }
  }

  await inParallel(objects, AT_ONCE, download);
  return failures;
}

interface ObjectCopy {
  bucket: string;
  key: string;
  folder: string;
  file: string;
  signal?: AbortSignal;
}

async function copyObject({ s3 }: Pick<Aws, 's3'>, { bucket, key, folder, file, signal }: ObjectCopy): Promise<number> {
  const request = s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  const permission = { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` };
  const { Body } = await ask(permission, request);
  // The SDK's stream fails where the connection breaks off before the announced length.
  // What a power cut leaves of a file has another size, and is copied anew.
  return ask(permission, writeWhole(folder, file, Body as Readable, { flush: false, signal }));
}

/** What is wrong with this one object, where others may be well: S3 says something against it, or its key gives no path. */
function reasonOfOne(error: unknown, file: string): string | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/^(EISDIR|ENOTDIR|EEXIST|ENOTEMPTY|ENAMETOOLONG|EINVAL)$/.test(code))
    return `${file} cannot be written (${code}).`;
  if (!(error instanceof UserError) || isAboutCredentials(error)) return undefined;
  const { $metadata } = (error.cause ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === undefined ? undefined : error.message;
}
