import type { DeploymentPlan } from '../../../backend/aws/deployment/planDeployment.ts';
import type { Aws } from '../../../backend/aws/openAws.ts';
import type { Tracker } from '../../../backend/aws/trackers.ts';
import type { Trail } from '../../../backend/aws/trails.ts';
import type { AwsChoice } from '../pickAws.ts';

/** Whose log files a tracker is to read. */
export interface TrailPlace {
  /** In the bucket's region, where the tracker has to be. */
  aws: Aws;
  bucket: string;
  /** Another account that owns the bucket; empty for the one that the tracker is deployed in. */
  bucketOwner: string;
  /** Undefined for a bucket that was typed and is of no trail that could be found. */
  trail: Trail | undefined;
}

/** What the steps of the dialog have found out. */
export interface DeploymentAnswers {
  choice?: AwsChoice;
  place?: TrailPlace;
  stage?: string;
  /** The tracker that is to be updated; undefined for a new one. */
  tracker?: Tracker | undefined;
  /** Days, 0 for ever. */
  retention?: number;
  /** What the user has agreed to. */
  plan?: DeploymentPlan;
}

/** When each has been answered but the last. */
export type CompleteAnswers = Required<Omit<DeploymentAnswers, 'plan' | 'tracker'>> &
  Pick<DeploymentAnswers, 'tracker'>;

/** Undefined as long as one is missing. */
export function completeAnswers({
  choice,
  place,
  stage,
  tracker,
  retention,
}: DeploymentAnswers): CompleteAnswers | undefined {
  if (!choice || !place || stage === undefined || retention === undefined) return undefined;
  return { choice, place, stage, tracker, retention };
}

/** As the template takes them (ConstraintDescription of KmsKey). */
const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

/**
 * The stack's parameters by their short names; an update leaves those that are not named. `ofNewest`: the key that the newest log file
 * is encrypted with, where that is known.
 */
export function parametersOf(
  { place, retention }: Pick<CompleteAnswers, 'place' | 'retention'>,
  ofNewest?: string,
): Record<string, string> {
  const { bucket, bucketOwner, trail } = place;
  const kmsKey = keyOf(trail, ofNewest);
  return { bucket, bucketOwner, retention: String(retention), ...(kmsKey !== undefined && { kmsKey }) };
}

/** The key that a trail encrypts with from now on, where it tells its ARN: its log files need not be looked at then. */
export function keyOfTrail(trail: Trail | undefined): string | undefined {
  return trail?.kmsKey !== undefined && KEY_ARN.test(trail.kmsKey) ? trail.kmsKey : undefined;
}

/** Empty for none, undefined where it is not known. A trail may name an alias, and one that is not seen names nothing. */
function keyOf(trail: Trail | undefined, ofNewest: string | undefined): string | undefined {
  return keyOfTrail(trail) ?? ofNewest ?? (trail && trail.kmsKey === undefined ? '' : undefined);
}
