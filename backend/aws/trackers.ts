import { paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import { findStack, SERVICE, stackOf, type Stack } from './stack.ts';

/** The outputs of serverless.yml; of an older tracker some are missing. */
export type TrackerOutput =
  | 'ApiUrl'
  | 'ApiVersion'
  | 'TableName'
  | 'QueueUrl'
  | 'QueueArn'
  | 'DeadLetterQueueUrl'
  | 'BucketName'
  | 'ReaderPolicyArn'
  | 'OwnViewPolicyArn'
  | 'UploadBucket';

/** A deployed tracker: a stack of CloudFormation made of our template. */
export interface Tracker {
  /** Tells trackers of one account and region apart. */
  stage: string;
  stackName: string;
  stackId: string;
  /** Of the stack, for example UPDATE_COMPLETE. */
  status: string;
  account: string;
  region: string;
  /** Of the stack, by their names in the template. */
  parameters: Record<string, string>;
  outputs: Partial<Record<TrackerOutput, string>>;
}

const PREFIX = `${SERVICE}-`;

/** All trackers of the account and region, by name; those among them whose deployment failed. */
export async function findTrackers(aws: Pick<Aws, 'cloudFormation'>, signal?: AbortSignal): Promise<Tracker[]> {
  const find = async () => {
    const found: Tracker[] = [];
    const pages = paginateDescribeStacks({ client: aws.cloudFormation }, {}, { abortSignal: signal });
    for await (const { Stacks = [] } of pages) {
      for (const each of Stacks) {
        const isOurs = each.StackName?.startsWith(PREFIX) && each.Tags?.some(({ Key }) => Key === SERVICE);
        if (isOurs && each.StackStatus !== 'DELETE_COMPLETE') found.push(trackerOf(stackOf(each)));
      }
    }
    return found.sort((a, b) => a.stage.localeCompare(b.stage, 'en'));
  };
  return ask({ action: 'cloudformation:DescribeStacks', resource: 'all stacks of the region' }, find());
}

/** A tracker by the name or id of its stack; undefined where there is none, or none any more. */
export async function findTracker(
  aws: Pick<Aws, 'cloudFormation'>,
  stack: string,
  signal?: AbortSignal,
): Promise<Tracker | undefined> {
  const found = await findStack(aws.cloudFormation, stack, signal);
  return found && trackerOf(found);
}

/** The id of a stack is arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID. */
export function trackerOf({ id, status, parameters, outputs }: Stack): Tracker {
  const [, , , region = '', account = '', resource = ''] = id.split(':');
  const [, stackName = ''] = resource.split('/');
  return { stage: stageOf(stackName), stackName, stackId: id, status, account, region, parameters, outputs };
}

/** Of the name of a tracker's stack. */
export function stageOf(stackName: string): string {
  return stackName.startsWith(PREFIX) ? stackName.slice(PREFIX.length) : stackName;
}
