import { UserError } from '../../core/userError.ts';
import type { Aws } from '../openAws.ts';
import { findStack, type Stack } from '../stack.ts';
import { followOperation, type FollowOptions } from './followStack.ts';
import { conditionOf } from './planDeployment.ts';

export interface SettledStack {
  /** Undefined where there is none, or none any more. */
  stack: Stack | undefined;
  /** How what was under way has failed. */
  failure?: UserError;
}

/** A stack when nothing is under way any more: a deployment that somebody gave up following is gone on with when it is called again. */
export async function settledStack(
  aws: Pick<Aws, 'cloudFormation'>,
  name: string,
  options: Omit<FollowOptions, 'since'>,
  signal?: AbortSignal,
): Promise<SettledStack> {
  const stack = await findStack(aws.cloudFormation, name, signal);
  if (!stack || conditionOf(stack) !== 'busy') return { stack };
  try {
    return { stack: await followOperation(aws, stack, options, signal) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const left = await findStack(aws.cloudFormation, name, signal);
    // Where it cannot even be looked at, that is the failure.
    if (left && conditionOf(left) === 'busy') throw error;
    return { stack: left, failure: error };
  }
}
