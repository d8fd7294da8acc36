import type { S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { locateBucket } from './bucketFacts.ts';

/** Throws a UserError for a bucket that a tracker in this region could not be told of by S3. */
export async function checkBucket(client: S3Client, bucket: string, region: string): Promise<void> {
  const { region: actual } = await locateBucket({ s3: client }, bucket);
  if (actual !== undefined && actual !== region)
    throw new UserError(
      `The bucket ${bucket} is in ${actual}, and S3 notifies queues of the same region only: add --region ${actual}.`,
    );
}
