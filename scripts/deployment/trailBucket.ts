import { GetBucketNotificationConfigurationCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../../backend/core/userError.ts';
import { ask } from './aws.ts';

/** Throws a UserError for a bucket that a tracker in this region could not be told of by S3. */
export async function checkBucket(client: S3Client, bucket: string, region: string): Promise<void> {
  const { BucketRegion } = await ask(`where the bucket ${bucket} is`, head(client, bucket));
  if (BucketRegion !== undefined && BucketRegion !== region)
    throw new UserError(
      `The bucket ${bucket} is in ${BucketRegion}, and S3 notifies queues of the same region only: add --region ${BucketRegion}.`,
    );
}

/** S3 tells where a bucket is even to who may not look into it; whether the functions may read it is another matter. */
async function head(client: S3Client, bucket: string): Promise<{ BucketRegion?: string }> {
  try {
    return await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound')
      throw new UserError(
        `There is no bucket ${bucket}. A trail's bucket is meant: "aws cloudtrail describe-trails" names it.`,
        {
          cause: error,
        },
      );
    const headers = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers;
    const BucketRegion = headers?.['x-amz-bucket-region'];
    if (BucketRegion === undefined) throw error;
    return { BucketRegion };
  }
}

/** The ids of a bucket's notification rules that lead to this queue. */
export async function rulesOf(client: S3Client, bucket: string, queueArn: string): Promise<string[]> {
  const request = client.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
  const { QueueConfigurations = [] } = await ask(`what the bucket ${bucket} notifies`, request);
  return QueueConfigurations.filter(({ QueueArn }) => QueueArn === queueArn).map(({ Id = '(without an id)' }) => Id);
}
