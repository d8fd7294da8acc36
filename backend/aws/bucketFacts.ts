import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';

export interface BucketFacts {
  bucket: string;
  /** Undefined where S3 does not tell; then it is the region that was asked. */
  region: string | undefined;
  /** The account that owns it, where it is one of those that could be; undefined where it is none, or nobody may know. */
  owner: string | undefined;
  /** Whether this identity may list the bucket; without that nothing of it can be said, and nothing estimated. */
  mayList: boolean;
}

/** Where a bucket is, and which of some accounts owns it. Throws a UserError where there is none. */
export async function bucketFacts(
  aws: Pick<Aws, 's3' | 'in'>,
  bucket: string,
  accounts: readonly string[],
  signal?: AbortSignal,
): Promise<BucketFacts> {
  const { region, mayList } = await locateBucket(aws, bucket, signal);
  const owner = mayList
    ? await ownerAmong(region === undefined ? aws : aws.in(region), bucket, accounts, signal)
    : undefined;
  return { bucket, region, owner, mayList };
}

/** S3 tells where a bucket is even to who may not look into it; whether the functions may read it is another matter. */
export async function locateBucket(
  { s3 }: Pick<Aws, 's3'>,
  bucket: string,
  signal?: AbortSignal,
): Promise<{ region: string | undefined; mayList: boolean }> {
  const permission = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
  try {
    const request = s3.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
    return { region: (await request).BucketRegion, mayList: true };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound')
      throw new UserError(
        `There is no bucket ${bucket}. A trail's bucket is meant: "aws cloudtrail describe-trails" names it.`,
        { cause: error },
      );
    const headers = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers;
    const region = headers?.['x-amz-bucket-region'];
    if (region !== undefined) return { region, mayList: false };
    return ask(permission, Promise.reject(error as Error));
  }
}

/** No request names a bucket's owner, but S3 refuses one that expects another. To be asked where the bucket may be listed. */
async function ownerAmong(
  { s3 }: Pick<Aws, 's3'>,
  bucket: string,
  accounts: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const account of new Set(accounts)) {
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }), { abortSignal: signal });
      return account;
    } catch (error) {
      // The answer to a HEAD has no body, so that a refusal is known by its number only.
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status !== 403)
        return ask({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, Promise.reject(error as Error));
    }
  }
  return undefined;
}
