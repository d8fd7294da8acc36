import { CreateTrailCommand, DescribeTrailsCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutBucketEncryptionCommand, PutBucketPolicyCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import { createTrailBucket, findTrailBucket } from './newTrailBucket.ts';
import type { Aws, Identity } from './openAws.ts';
import { SERVICE } from './stack.ts';
import { trailBucketPolicy } from './trailBucketPolicy.ts';

/** A trail to be created: of management events in all regions, into a private bucket of its own. */
export interface TrailPlan {
  name: string;
  arn: string;
  bucket: string;
  region: string;
  account: string;
  /** What an earlier attempt has left is gone on with. */
  bucketExists: boolean;
  trailExists: boolean;
}

type TrailAws = Pick<Aws, 's3' | 'cloudTrail' | 'region'>;

const NAME = SERVICE;
/** CloudTrail may look at a bucket's policy before it is in force everywhere. */
const TRIES = 6;
const PAUSE = 2_000;

/** What would be created. Changes nothing. Throws a UserError for what is there under these names and does not fit. */
export async function planTrail(aws: TrailAws, identity: Identity, signal?: AbortSignal): Promise<TrailPlan> {
  const { region } = aws;
  const { account } = identity;
  const [, partition = 'aws'] = identity.arn.split(':');
  const bucket = `${NAME}-trail-${account}-${region}`;
  const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${NAME}`;
  return {
    name: NAME,
    arn,
    bucket,
    region,
    account,
    bucketExists: await findTrailBucket(aws, bucket, account, signal),
    trailExists: await findTrail(aws, arn, bucket, signal),
  };
}

/**
 * Creates what is planned, step by step. After a failure in the middle it can be run again with the same plan or a new one: each
 * step sets what it finds right. `onStep` is told what comes next.
 */
export async function createTrail(
  aws: TrailAws,
  plan: TrailPlan,
  onStep: (step: 'bucket' | 'policy' | 'trail' | 'logging') => void,
  signal?: AbortSignal,
  pause = PAUSE,
): Promise<void> {
  const { bucket, arn, account } = plan;
  const { s3, cloudTrail } = aws;
  const sending = { abortSignal: signal };
  const owned = { Bucket: bucket, ExpectedBucketOwner: account };
  const onBucket = (action: string) => ({ action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}` });

  onStep('bucket');
  if (!(await findTrailBucket(aws, bucket, account, signal))) await createTrailBucket(aws, bucket, signal);
  const TagSet = [{ Key: SERVICE, Value: 'trail' }];
  await ask(
    onBucket('PutBucketTagging'),
    s3.send(new PutBucketTaggingCommand({ ...owned, Tagging: { TagSet } }), sending),
  );
  const block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  const blocking = new PutPublicAccessBlockCommand({ ...owned, PublicAccessBlockConfiguration: block });
  await ask(onBucket('PutBucketPublicAccessBlock'), s3.send(blocking, sending));
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
  const encrypting = new PutBucketEncryptionCommand({ ...owned, ServerSideEncryptionConfiguration: { Rules } });
  await ask(onBucket('PutEncryptionConfiguration'), s3.send(encrypting, sending));

  onStep('policy');
  const Policy = JSON.stringify(trailBucketPolicy(bucket, account, arn));
  await ask(onBucket('PutBucketPolicy'), s3.send(new PutBucketPolicyCommand({ ...owned, Policy }), sending));

  onStep('trail');
  if (!(await findTrail(aws, arn, bucket, signal))) await create(aws, plan, pause, signal);
  onStep('logging');
  // Not to be broken off: a trail that records nothing is taken for one that does.
  const starting = cloudTrail.send(new StartLoggingCommand({ Name: plan.name }));
  await ask({ action: 'cloudtrail:StartLogging', resource: arn }, starting);
}

async function create({ cloudTrail }: TrailAws, plan: TrailPlan, pause: number, signal?: AbortSignal): Promise<void> {
  const command = new CreateTrailCommand({
    Name: plan.name,
    S3BucketName: plan.bucket,
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    EnableLogFileValidation: true,
    TagsList: [{ Key: SERVICE, Value: 'trail' }],
  });
  const permission = { action: 'cloudtrail:CreateTrail', resource: plan.arn };
  for (let attempt = 1; ; attempt++) {
    try {
      await cloudTrail.send(command, { abortSignal: signal });
      return;
    } catch (error) {
      const isEarly = error instanceof Error && /^InsufficientS3BucketPolicy/.test(error.name);
      if (!isEarly || attempt >= TRIES) await ask(permission, Promise.reject(error as Error));
      await delay(pause, undefined, { signal });
    }
  }
}

/** Whether there is the trail that would be created. Throws a UserError for another of that name. */
async function findTrail(
  { cloudTrail }: Pick<Aws, 'cloudTrail'>,
  arn: string,
  bucket: string,
  signal?: AbortSignal,
): Promise<boolean> {
  // By its name only, and among all: describing one that is not there is an error in some regions and not in others.
  const request = cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: false }), { abortSignal: signal });
  const { trailList = [] } = await ask({ action: 'cloudtrail:DescribeTrails', resource: arn }, request);
  const found = trailList.find(({ TrailARN }) => TrailARN === arn);
  if (!found) return false;
  if (found.S3BucketName === bucket && found.IsMultiRegionTrail === true && !found.S3KeyPrefix) return true;
  throw new UserError(
    `There is a trail ${NAME} already, which delivers to the bucket ${found.S3BucketName ?? '(none)'} and is none that was created here. Choose it, or rename it.`,
  );
}
