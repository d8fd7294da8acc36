import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeSample } from '../../../backend/local/writeSample.ts';
import { inParallel } from '../../../backend/dynamodb/inParallel.ts';
import type { LocalAws } from '../local/localAws.ts';
import { REGION } from '../local/names.ts';

export interface SampleSize {
  days: number;
  users: number;
  events: number;
  /** Other numbers make other events. */
  seed?: number;
}

/** Writes the log files of a class into a folder; the last event is now. */
export async function writeClass(folder: string, size: SampleSize): Promise<void> {
  await writeSample(folder, { end: new Date(), ...size });
}

export async function createBucket({ s3 }: LocalAws, bucket: string): Promise<void> {
  const request = { Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
  await s3.send(new CreateBucketCommand(request));
}

/** Puts the files below a folder into a bucket, under their paths; `prefix` goes before these. */
export async function putFolder({ s3 }: LocalAws, folder: string, bucket: string, prefix = ''): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
  await inParallel(files, 8, async (name) => {
    const Key = prefix + name.split(path.sep).join('/');
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: readFileSync(path.join(folder, name)) }));
  });
}
