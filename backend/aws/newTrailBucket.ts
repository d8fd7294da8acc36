import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { ask, isMissing } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import { SERVICE } from './stack.ts';

type BucketAws = Pick<Aws, 's3' | 'region'>;

/**
 * Whether the bucket that a trail would get is there from an earlier attempt: the account's own, in this region, with our tag or
 * still empty. Throws a UserError for any other bucket of that name.
 */
export async function findTrailBucket(
  aws: BucketAws,
  bucket: string,
  account: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const { s3, region } = aws;
  const owned = { Bucket: bucket, ExpectedBucketOwner: account };
  const sending = { abortSignal: signal };
  const toList = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
  let actual: string | undefined;
  try {
    actual = (await s3.send(new HeadBucketCommand(owned), sending)).BucketRegion;
  } catch (error) {
    if (isMissing(error)) return false;
    const isForeign = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403;
    if (!isForeign) await ask(toList, Promise.reject(error as Error));
    throw new UserError(
      `There is a bucket ${bucket} already, which another account owns or which this identity may not list. No trail can be created here.`,
      { cause: error },
    );
  }
  if (actual !== undefined && actual !== region)
    throw new UserError(`There is a bucket ${bucket} already, in ${actual}. No trail can be created in ${region}.`);
  if (await isTagged(s3, owned, sending)) return true;
  const listing = s3.send(new ListObjectsV2Command({ ...owned, MaxKeys: 1 }), sending);
  if (((await ask(toList, listing)).Contents ?? []).length === 0) return true;
  throw new UserError(
    `There is a bucket ${bucket} already, with files in it and without the tag ${SERVICE}: it was not created here. Rename nothing; choose its trail, or type the bucket.`,
  );
}

export async function createTrailBucket(
  { s3, region }: BucketAws,
  bucket: string,
  signal?: AbortSignal,
): Promise<void> {
  // us-east-1 is where buckets are without a constraint, and refuses its own name as one.
  const where = { LocationConstraint: region as BucketLocationConstraint };
  const command = new CreateBucketCommand({
    Bucket: bucket,
    ...(region !== 'us-east-1' && { CreateBucketConfiguration: where }),
  });
  await ask(
    { action: 's3:CreateBucket', resource: `arn:aws:s3:::${bucket}` },
    s3.send(command, { abortSignal: signal }),
  );
}

async function isTagged(
  s3: Aws['s3'],
  owned: { Bucket: string; ExpectedBucketOwner: string },
  sending: { abortSignal: AbortSignal | undefined },
): Promise<boolean> {
  const permission = { action: 's3:GetBucketTagging', resource: `arn:aws:s3:::${owned.Bucket}` };
  try {
    const { TagSet = [] } = await ask(permission, s3.send(new GetBucketTaggingCommand(owned), sending));
    return TagSet.some(({ Key }) => Key === SERVICE);
  } catch (error) {
    if (isMissing(error)) return false; // NoSuchTagSet
    throw error;
  }
}
