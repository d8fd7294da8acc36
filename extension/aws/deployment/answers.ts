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

/** The stack's parameters by their short names; an update leaves those that are not named. */
export function parametersOf({
  place,
  retention,
}: Pick<CompleteAnswers, 'place' | 'retention'>): Record<string, string> {
  const { bucket, bucketOwner, trail } = place;
  const key = trail?.kmsKey ?? '';
  return {
    bucket,
    bucketOwner,
    retention: String(retention),
    ...(trail && (key === '' || KEY_ARN.test(key)) && { kmsKey: key }),
  };
}
