import { setTimeout } from 'node:timers/promises';
import { CancelUpdateStackCommand, CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { UserError } from '../../core/userError.ts';
import { ask, isMissing } from '../awsErrors.ts';
import type { Aws } from '../openAws.ts';
import { findStack, isWhole, newestEvent, type Stack } from '../stack.ts';
import { trackerOf, type Tracker } from '../trackers.ts';
import { deleteStack } from './deleteStack.ts';
import { followOperation, followStack, type StackProgress } from './followStack.ts';
import { conditionOf, type DeploymentPlan } from './planDeployment.ts';

export type DeploymentStage = 'bucket' | 'code' | 'stack';

export interface DeployOptions {
  onStage: (stage: DeploymentStage) => void;
  onProgress: (progress: StackProgress) => void;
  /** Milliseconds between two looks at CloudFormation. */
  interval?: number;
}

export interface CancelOptions {
  /** Milliseconds between two looks at CloudFormation. */
  interval?: number;
  /** Hears in which state the stack is that has to be waited for. */
  onProgress?: (status: string) => void;
}

type DeployAws = Pick<Aws, 'cloudFormation' | 's3'>;

const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] as const;

/**
 * Creates or updates the stack of a tracker, as `npm run deploy` does: first the bucket for the code, then the code, then all
 * else. Safe to run again: what is done is left as it is. Giving up by the signal leaves to CloudFormation what it has begun.
 */
export async function deployTracker(
  aws: DeployAws,
  plan: DeploymentPlan,
  { onStage, onProgress, interval = 2000 }: DeployOptions,
  signal?: AbortSignal,
): Promise<Tracker> {
  const follow = async (stack: Stack, since: string | undefined): Promise<Stack> => {
    const followed = await followStack(aws, stack, { since, onProgress, interval }, signal);
    if (!followed) throw new UserError(`The stack ${plan.stackName} was deleted meanwhile.`);
    return followed;
  };
  let stack = await findStack(aws.cloudFormation, plan.stackName, signal);
  if (stack && conditionOf(stack) === 'busy') {
    // Somebody began with it after the plan was made, and what is done then is left as it is.
    onStage('stack');
    stack = await followOperation(aws, stack, { onProgress, interval }, signal);
  }
  if (!stack) {
    onStage('bucket');
    stack = await follow(await create(aws, plan, signal), undefined);
  }
  onStage('code');
  await upload(aws, plan, bucketOf(stack), signal);
  onStage('stack');
  const since = await newestEvent(aws.cloudFormation, stack);
  const changed = await update(aws, plan, signal);
  return trackerOf(changed ? await follow(stack, since) : stack);
}

/** What can be undone of a deployment that was given up; undefined where there is nothing, or only a tracker that works. */
export function undoable(stack: Stack | undefined): 'update' | 'creation' | undefined {
  if (!stack) return undefined;
  // The first update of a new stack is still a part of its creation.
  if (!isWhole(stack)) return 'creation';
  return stack.status === 'UPDATE_IN_PROGRESS' ? 'update' : undefined;
}

/**
 * Undoes what is under way: an update goes back to what was before, a creation is deleted. A tracker that works is never deleted.
 * Answers what was undone; CloudFormation may be busy with it for a while yet. Giving up by the signal leaves it to CloudFormation.
 */
export async function cancelDeployment(
  aws: DeployAws,
  name: string,
  { interval = 2000, onProgress }: CancelOptions = {},
  signal?: AbortSignal,
): Promise<'update' | 'creation' | undefined> {
  let stack = await findStack(aws.cloudFormation, name, signal);
  const undone = undoable(stack);
  if (undone !== undefined && stack?.status === 'UPDATE_IN_PROGRESS') {
    const command = new CancelUpdateStackCommand({ StackName: stack.id });
    const cancel = aws.cloudFormation.send(command, { abortSignal: signal });
    await ask({ action: 'cloudformation:CancelUpdateStack', resource: `the stack ${name}` }, cancel);
  }
  if (undone !== 'creation') return undone;
  // CloudFormation deletes no stack that it updates.
  while (stack?.status.startsWith('UPDATE_') && conditionOf(stack) === 'busy') {
    onProgress?.(stack.status);
    await setTimeout(interval, undefined, { signal });
    stack = await findStack(aws.cloudFormation, name, signal);
  }
  if (!stack) return undefined;
  await deleteStack(aws, stack, signal);
  return 'creation';
}

export { deleteStack };

async function create(aws: DeployAws, plan: DeploymentPlan, signal: AbortSignal | undefined): Promise<Stack> {
  const command = new CreateStackCommand({
    StackName: plan.stackName,
    TemplateBody: plan.packaged.createTemplate,
    Tags: plan.tags,
    Capabilities: [...CAPABILITIES],
  });
  const permission = { action: 'cloudformation:CreateStack', resource: `the stack ${plan.stackName}` };
  const { StackId: id = '' } = await ask(permission, aws.cloudFormation.send(command, { abortSignal: signal }));
  return { id, status: 'CREATE_IN_PROGRESS', parameters: {}, outputs: {} };
}

/** Says whether there was anything to update. */
async function update(aws: DeployAws, plan: DeploymentPlan, signal: AbortSignal | undefined): Promise<boolean> {
  const command = new UpdateStackCommand({
    StackName: plan.stackName,
    TemplateBody: plan.packaged.template,
    Parameters: plan.parameters,
    Tags: plan.tags,
    Capabilities: [...CAPABILITIES],
  });
  try {
    await aws.cloudFormation.send(command, { abortSignal: signal });
    return true;
  } catch (error) {
    if (error instanceof Error && /No updates are to be performed/.test(error.message)) return false;
    const permission = { action: 'cloudformation:UpdateStack', resource: `the stack ${plan.stackName}` };
    return ask(permission, Promise.reject(error as Error));
  }
}

function bucketOf({ outputs }: Stack): string {
  const bucket = outputs['ServerlessDeploymentBucketName'];
  if (bucket === undefined) throw new UserError('The stack has no bucket for the code: it is none of a tracker.');
  return bucket;
}

/** The code's key is a function of its content, so what is there need not come again. */
async function upload(
  { s3 }: DeployAws,
  { packaged }: DeploymentPlan,
  bucket: string,
  signal: AbortSignal | undefined,
) {
  for (const { key, bytes } of packaged.code) {
    const resource = `arn:aws:s3:::${bucket}/${key}`;
    try {
      await ask(
        { action: 's3:GetObject', resource },
        s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal }),
      );
    } catch (error) {
      if (!isMissing(error)) throw error;
      const put = s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }), { abortSignal: signal });
      await ask({ action: 's3:PutObject', resource }, put);
    }
  }
}
