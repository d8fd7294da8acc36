import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeSample } from '../../../backend/local/writeSample.ts';
import { inParallel } from '../../../backend/dynamodb/inParallel.ts';
import type { LocalAws } from '../local/localAws.ts';
import { CREDENTIALS, REGION } from '../local/names.ts';

export interface SampleSize {
  days: number;
  users: number;
  events: number;
  /** Other numbers make other events. */
  seed?: number;
  /** Of the last event; now if absent. */
  end?: Date;
}

/** Writes the log files of a class into a folder. */
export async function writeClass(folder: string, size: SampleSize): Promise<void> {
  await writeSample(folder, { end: new Date(), ...size });
}

export async function createBucket({ s3 }: LocalAws, bucket: string): Promise<void> {
  const request = { Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
  await s3.send(new CreateBucketCommand(request));
}

/** A trail of all regions that delivers to a bucket, and logs. */
export async function createTrail({ url }: LocalAws, name: string, bucket: string): Promise<void> {
  const client = new CloudTrailClient({ endpoint: url, region: REGION, credentials: CREDENTIALS });
  await client.send(new CreateTrailCommand({ Name: name, S3BucketName: bucket, IsMultiRegionTrail: true }));
  await client.send(new StartLoggingCommand({ Name: name }));
  client.destroy();
}

/** Puts the files below a folder into a bucket, under their paths; `prefix` goes before these. `kmsKey` encrypts them. */
export async function putFolder(
  { s3 }: LocalAws,
  folder: string,
  bucket: string,
  prefix = '',
  kmsKey?: string,
): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
  await inParallel(files, 8, async (name) => {
    const Key = prefix + name.split(path.sep).join('/');
    const Body = readFileSync(path.join(folder, name));
    const encryption = kmsKey === undefined ? {} : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKey };
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...encryption }));
  });
}
