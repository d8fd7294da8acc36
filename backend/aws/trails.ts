import { DescribeTrailsCommand, GetTrailStatusCommand, paginateListTrails } from '@aws-sdk/client-cloudtrail';
import { GetEventSelectorsCommand, type Trail as TrailDescription } from '@aws-sdk/client-cloudtrail';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import type { Aws } from './openAws.ts';
import { recordingOf, type Recording } from './recording.ts';

export interface Trail {
  name: string;
  arn: string;
  /** That the trail is of: for one of an organization, the management account or its delegate. */
  account: string;
  homeRegion: string;
  bucket: string;
  /** Before AWSLogs/ in the keys; empty for none. */
  prefix: string;
  /** The ARN of the key that its files are encrypted with; undefined for none. */
  kmsKey: string | undefined;
  isMultiRegion: boolean;
  isOrganization: boolean;
  /** What could be found out of the rest: undefined where it is not known. */
  recording?: Recording;
  isLogging?: boolean;
  /** YYYY-MM-DDTHH:MM:SSZ */
  lastDelivery?: string;
  /** S3's word for why the last delivery failed, for example AccessDenied. */
  deliveryError?: string;
}

export interface FoundTrails {
  trails: Trail[];
  /** What could not be read, a sentence each. */
  unread: string[];
}

type CloudTrailOf = Pick<Aws, 'cloudTrail' | 'region' | 'in'>;

const EVERYWHERE = 'all trails';
/** CloudTrail takes ten such requests a second. */
const AT_ONCE = 4;

/**
 * The trails of an account, an organization's among them, whatever region they are at home in. Only DescribeTrails has to be allowed;
 * what else is refused is said, and the rest goes on. Throws a UserError where not even that is.
 */
export async function findTrails(aws: CloudTrailOf, signal?: AbortSignal): Promise<FoundTrails> {
  const unread = new Set<string>();
  /** The answer, or undefined for one that is refused. */
  const tried = async <T>(action: string, resource: string, answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await ask({ action: `cloudtrail:${action}`, resource }, answer);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unread.add(error.message);
      return undefined;
    }
  };

  const here = await ask({ action: 'cloudtrail:DescribeTrails', resource: EVERYWHERE }, describe(aws, signal));
  const known = new Set(here.map(({ TrailARN }) => TrailARN));
  // Trails of one region only show there.
  const listed = (await tried('ListTrails', EVERYWHERE, list(aws, signal))) ?? [];
  const elsewhere = new Set(listed.filter(({ TrailARN }) => !known.has(TrailARN)).map(({ HomeRegion }) => HomeRegion));
  const others = await inParallel([...elsewhere], AT_ONCE, async (region = aws.region) =>
    tried('DescribeTrails', `the trails of ${region}`, describe(aws.in(region), signal)),
  );
  const all = [...here, ...others.flatMap((each) => each ?? []).filter(({ TrailARN }) => !known.has(TrailARN))];

  const trails = await inParallel(
    [...new Map(all.map((each) => [each.TrailARN, each])).values()],
    AT_ONCE,
    async (description) => {
      const trail = trailOf(description);
      // Only the home region tells all of a trail, and only by its ARN.
      const { cloudTrail } = aws.in(trail.homeRegion);
      const status = await tried(
        'GetTrailStatus',
        trail.arn,
        cloudTrail.send(new GetTrailStatusCommand({ Name: trail.arn }), { abortSignal: signal }),
      );
      const selectors = await tried(
        'GetEventSelectors',
        trail.arn,
        cloudTrail.send(new GetEventSelectorsCommand({ TrailName: trail.arn }), { abortSignal: signal }),
      );
      return {
        ...trail,
        ...(selectors && { recording: recordingOf(selectors) }),
        ...(status?.IsLogging !== undefined && { isLogging: status.IsLogging }),
        ...(status?.LatestDeliveryTime && { lastDelivery: toTheSecond(status.LatestDeliveryTime) }),
        ...(status?.LatestDeliveryError && { deliveryError: status.LatestDeliveryError }),
      };
    },
  );
  return { trails: trails.sort((a, b) => (a.name < b.name ? -1 : 1)), unread: [...unread] };
}

async function describe({ cloudTrail }: Pick<Aws, 'cloudTrail'>, signal?: AbortSignal): Promise<TrailDescription[]> {
  const command = new DescribeTrailsCommand({ includeShadowTrails: true });
  return (await cloudTrail.send(command, { abortSignal: signal })).trailList ?? [];
}

async function list({ cloudTrail }: Pick<Aws, 'cloudTrail'>, signal?: AbortSignal) {
  const found = [];
  for await (const { Trails = [] } of paginateListTrails({ client: cloudTrail }, {}, { abortSignal: signal }))
    found.push(...Trails);
  return found;
}

function trailOf(trail: TrailDescription): Trail {
  const { Name = '', TrailARN = '', S3BucketName = '', S3KeyPrefix = '', KmsKeyId } = trail;
  const [, , , region = '', account = ''] = TrailARN.split(':');
  return {
    name: Name,
    arn: TrailARN,
    account,
    homeRegion: trail.HomeRegion ?? region,
    bucket: S3BucketName,
    prefix: S3KeyPrefix,
    kmsKey: KmsKeyId,
    isMultiRegion: trail.IsMultiRegionTrail === true,
    isOrganization: trail.IsOrganizationTrail === true,
  };
}

function toTheSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
