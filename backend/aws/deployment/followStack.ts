import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../core/userError.ts';
import { ask } from '../awsErrors.ts';
import { firstFailure } from '../firstFailure.ts';
import type { Aws } from '../openAws.ts';
import { eventBeforeOperation, eventsAfter, findStack, isWhole, type Stack } from '../stack.ts';

export interface StackProgress {
  /** The resource that was last heard of, by its name in the template. */
  resource: string;
  /** Of the resource, for example CREATE_IN_PROGRESS. */
  status: string;
  /** Resources that are done. */
  done: number;
}

export interface FollowOptions {
  /** The newest event before the operation began; events up to it are not told. */
  since: string | undefined;
  onProgress: (progress: StackProgress) => void;
  /** Milliseconds between two looks. */
  interval: number;
}

/**
 * Follows what CloudFormation does to a stack until it ends, and answers the stack then; undefined where it is gone. Throws a
 * UserError that says what failed, why, and what to do. Giving up by the signal stops following, and nothing else.
 */
export async function followStack(
  aws: Pick<Aws, 'cloudFormation'>,
  stack: Stack,
  { since, onProgress, interval }: FollowOptions,
  signal?: AbortSignal,
): Promise<Stack | undefined> {
  const { cloudFormation } = aws;
  let last = since;
  const done = new Set<string>();
  for (;;) {
    const now = await findStack(cloudFormation, stack.id, signal);
    if (!now) return undefined;
    const permission = { action: 'cloudformation:DescribeStackEvents', resource: `the stack ${stack.id}` };
    const events = await ask(permission, eventsAfter(cloudFormation, stack, last));
    for (const {
      LogicalResourceId: resource = '',
      ResourceStatus: status = '',
      PhysicalResourceId,
    } of events.toReversed()) {
      if (PhysicalResourceId === stack.id) continue;
      if (status.endsWith('_COMPLETE')) done.add(resource);
      onProgress({ resource, status, done: done.size });
    }
    last = events[0]?.EventId ?? last;
    if (!now.status.endsWith('_IN_PROGRESS') || now.status === 'REVIEW_IN_PROGRESS') {
      if (isGood(now.status)) return now;
      const all = await ask(permission, eventsAfter(cloudFormation, stack, since));
      throw new UserError(`${firstFailure(all) ?? 'CloudFormation does not say what failed.'}\n${adviceFor(now)}`);
    }
    await setTimeout(interval, undefined, { signal });
  }
}

/** The same for what is going on already, from its beginning. */
export async function followOperation(
  aws: Pick<Aws, 'cloudFormation'>,
  stack: Stack,
  options: Omit<FollowOptions, 'since'>,
  signal?: AbortSignal,
): Promise<Stack | undefined> {
  const since = await eventBeforeOperation(aws.cloudFormation, stack);
  return followStack(aws, stack, { ...options, since }, signal);
}

function isGood(status: string): boolean {
  return /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status);
}

function adviceFor(stack: Stack): string {
  const { status } = stack;
  const state = `The stack is in the state ${status}.`;
  if (status === 'UPDATE_ROLLBACK_COMPLETE' && !isWhole(stack))
    return `${state} There is no tracker yet, only the bucket for its code. When the reason is gone, deploy again: it goes on from there.`;
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return `${state} The tracker is as it was before. Update it again when the reason is gone.`;
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `${state} In the CloudFormation console, choose the stack and "Continue update rollback", then update again.`;
  if (status === 'DELETE_FAILED')
    return `${state} When the reason is gone, remove the tracker again: it goes on where it stopped.`;
  return `${state} When the reason is gone, deploy again: the failed creation is deleted first.`;
}
