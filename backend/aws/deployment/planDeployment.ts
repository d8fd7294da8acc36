import type { Parameter } from '@aws-sdk/client-cloudformation';
import { UserError } from '../../core/userError.ts';
import { tableToAdopt } from '../keptTable.ts';
import type { Aws } from '../openAws.ts';
import { findStack, isWhole, SERVICE, stackName, type Stack } from '../stack.ts';
import { readChanges, type Change } from './changeSet.ts';
import type { PackagedTracker } from './packagedTracker.ts';
import { checkComplete, shortName, stackParameters } from './stackParameters.ts';

/** What a deployment would do. */
export interface DeploymentPlan {
  packaged: PackagedTracker;
  stackName: string;
  /** The stack as it is; undefined where there is none. */
  stack?: Stack;
  /** Whether there is no tracker yet, even where there is a stack that its creation has left. */
  isNew: boolean;
  /** For CloudFormation, complete. */
  parameters: Parameter[];
  /** Of the stack, on which the costs and everything that is created can be found again. */
  tags: { Key: string; Value: string }[];
  changes: Change[];
  /** The table of an earlier deployment that is gone on with from now on. */
  keptTable?: string;
}

export interface DeploymentRequest {
  packaged: PackagedTracker;
  /** By their short names; an update keeps what is not given. */
  parameters: Readonly<Record<string, string>>;
  /** Milliseconds between two looks at CloudFormation. */
  interval?: number;
}

/** How a stack stands to a deployment: `failed` has to be deleted first, `busy` waited for, `stuck` brought back by hand. */
export type StackCondition = 'none' | 'ready' | 'failed' | 'busy' | 'stuck';

export function conditionOf(stack: Pick<Stack, 'status'> | undefined): StackCondition {
  if (!stack) return 'none';
  if (/^(REVIEW_IN_PROGRESS|CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED)$/.test(stack.status))
    return 'failed';
  if (/^(UPDATE_ROLLBACK_FAILED|IMPORT_ROLLBACK_FAILED)$/.test(stack.status)) return 'stuck';
  return stack.status.endsWith('_IN_PROGRESS') ? 'busy' : 'ready';
}

/** Whether a stack is all that a creation has left which failed, so that nothing is lost where it is deleted. */
export function isAbandoned(stack: Stack): boolean {
  const condition = conditionOf(stack);
  return condition === 'failed' || (condition === 'ready' && !isWhole(stack));
}

/**
 * Finds out what deploying would change; nothing is created. Throws UserErrors for parameters that are wrong and for a stack that
 * cannot be deployed to.
 */
export async function planDeployment(
  aws: Pick<Aws, 'cloudFormation' | 'dynamo'>,
  { packaged, parameters: given, interval = 1000 }: DeploymentRequest,
  signal?: AbortSignal,
): Promise<DeploymentPlan> {
  const name = stackName(packaged.stage);
  const stack = await findStack(aws.cloudFormation, name, signal);
  const condition = conditionOf(stack);
  if (stack && condition !== 'ready')
    throw new UserError(`The stack ${name} is in the state ${stack.status}.`, { status: 409 });
  const values: Record<string, string> = { ...knownValues(stack, packaged), ...given };
  const table = (await tableToAdopt(aws, packaged.stage, stack, values['table'])) ?? '';
  const keptTable = table === (stack?.parameters['Table'] ?? '') ? undefined : table;
  if (table !== (values['table'] ?? '')) values['table'] = table;
  const parameters = stackParameters(
    packaged.parameters,
    Object.entries(values).map(([key, value]) => `${key}=${value}`),
  );
  checkComplete(packaged.parameters, parameters);
  // Both are what Serverless gives a stack: other tags would change every resource whenever the one comes after the other.
  const tags = [
    { Key: 'STAGE', Value: packaged.stage },
    { Key: SERVICE, Value: packaged.stage },
  ];
  const options = { stackName: name, isNew: !stack, template: packaged.template, parameters, tags, interval };
  const changes = await readChanges(aws, options, signal);
  return {
    packaged,
    stackName: name,
    parameters,
    tags,
    changes,
    isNew: !stack || !isWhole(stack),
    ...(stack && { stack }),
    ...(keptTable && { keptTable }),
  };
}

/** An update leaves what it is not told to change, and forgets what the template no longer has. */
function knownValues(stack: Stack | undefined, { parameters }: PackagedTracker): Record<string, string> {
  const known = Object.entries(stack?.parameters ?? {}).filter(([key]) => key in parameters);
  return Object.fromEntries(known.map(([key, value]) => [shortName(key), value]));
}
