import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import { SERVICE } from './stack.ts';

export interface TrailBucket {
  bucket: string;
  /** The trails that are delivered there; none of a bucket that is just there. */
  trails: string[];
}

export interface FoundBuckets {
  /** Those of trails first, then by name. */
  buckets: TrailBucket[];
  /** What may not be looked at, a sentence each. */
  unread: string[];
}

/** Buckets of trackers, which hold code and what is uploaded for a while. CloudFormation makes their names, and cuts them. */
const OF_TRACKER = new RegExp(`^${SERVICE}-.*-(uploadbucket|serverlessdeploymentbuck(et)?)-[a-z0-9]+$`);

/** More are typed, not picked. */
const MOST_BUCKETS = 1000;

/** The buckets that log files may lie in: those of the trails that a region sees, and the account's own. Neither permission is a must. */
export async function findTrailBuckets(
  { cloudTrail, s3 }: Pick<Aws, 'cloudTrail' | 's3'>,
  signal?: AbortSignal,
): Promise<FoundBuckets> {
  const unread: string[] = [];
  const orNothing = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unread.push(error.message);
      return undefined;
    }
  };
  const trails = cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }), { abortSignal: signal });
  const owned = s3.send(new ListBucketsCommand({ MaxBuckets: MOST_BUCKETS }), { abortSignal: signal });
  const [described, listed] = await Promise.all([
    orNothing(ask({ action: 'cloudtrail:DescribeTrails', resource: 'all trails' }, trails)),
    orNothing(ask({ action: 's3:ListAllMyBuckets', resource: 'all buckets' }, owned)),
  ]);
  const buckets = new Map<string, TrailBucket>();
  for (const { S3BucketName: bucket, Name = '' } of described?.trailList ?? []) {
    if (bucket === undefined) continue;
    const known = buckets.get(bucket);
    if (known) known.trails.push(Name);
    else buckets.set(bucket, { bucket, trails: [Name] });
  }
  const isOther = (name: string | undefined) => name !== undefined && !buckets.has(name) && !OF_TRACKER.test(name);
  const others = (listed?.Buckets ?? []).flatMap(({ Name }) => (isOther(Name) ? [Name!] : []));
  return { buckets: [...buckets.values(), ...others.sort().map((bucket) => ({ bucket, trails: [] }))], unread };
}
