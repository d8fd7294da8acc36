/** A policy of IAM. */
export interface Policy {
  Version: '2012-10-17';
  Statement: Statement[];
}

export interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** What the policies are bound to. */
export interface PolicyPlaces {
  /** aws, aws-cn, aws-us-gov */
  partition: string;
  account: string;
  region: string;
  /** Of the tracker; a star for all of the account. */
  stage: string;
  /** The trail's bucket. */
  bucket: string;
  /** The ARN of the key that the trail encrypts its log files with; empty for none. */
  kmsKey?: string;
  /** The ARN of a policy that roles have to be bounded by; empty for none. */
  permissionsBoundary?: string;
}

/** What stands in the policies of the README. */
export const PLACEHOLDERS: PolicyPlaces = {
  partition: 'aws',
  account: 'ACCOUNT',
  region: 'REGION',
  stage: 'STAGE',
  bucket: 'TRAIL-BUCKET',
};

/** ARNs of what belongs to a tracker. */
export interface Arns {
  stack: string;
  functions: string;
  logGroups: string;
  table: string;
  queues: string;
  alarms: string;
  /** Names of roles and buckets are short: CloudFormation cuts the stack's name off within. */
  roles: string;
  managedPolicies: string;
  ownBuckets: string;
  ownObjects: string;
  trailBucket: string;
  logFiles: string;
  api: string;
  invoke: string;
}

export function arnsOf({ partition, account, region, stage, bucket }: PolicyPlaces): Arns {
  const name = `cloudtrail-tracker-${stage}`;
  const regional = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  return {
    stack: regional('cloudformation', `stack/${name}/*`),
    functions: regional('lambda', `function:${name}-*`),
    logGroups: regional('logs', `log-group:/aws/lambda/${name}-*`),
    table: regional('dynamodb', `table/${name}-v*`),
    queues: regional('sqs', `${name}-*`),
    alarms: regional('cloudwatch', `alarm:${name}-*`),
    roles: `arn:${partition}:iam::${account}:role/cloudtrail-tracker-*`,
    managedPolicies: `arn:${partition}:iam::${account}:policy/cloudtrail-tracker-*`,
    ownBuckets: `arn:${partition}:s3:::cloudtrail-tracker-*`,
    ownObjects: `arn:${partition}:s3:::cloudtrail-tracker-*/*`,
    trailBucket: `arn:${partition}:s3:::${bucket}`,
    logFiles: `arn:${partition}:s3:::${bucket}/*`,
    api: `arn:${partition}:apigateway:${region}::`,
    invoke: regional('execute-api', `*/${stage}/GET/*`),
  };
}

export function allow(
  Sid: string,
  Action: string[],
  Resource: string[],
  Condition?: Statement['Condition'],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

/** `s3:GetObject` and so on of `s3` and `GetObject PutObject`. */
export function actions(service: string, names: string): string[] {
  return names.split(/\s+/).map((name) => `${service}:${name}`);
}

export function policy(...Statement: Statement[]): Policy {
  return { Version: '2012-10-17', Statement };
}
