import {
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  type CloudFormationClient,
  type Stack as StackDescription,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';

export interface Stack {
  id: string;
  status: string;
  /** By their names in the template. */
  parameters: Record<string, string>;
  outputs: Record<string, string>;
}

export const SERVICE = 'cloudtrail-tracker';

export function stackName(stage: string): string {
  return `${SERVICE}-${stage}`;
}

/**
 * Whether a stack is a whole tracker. One whose creation failed, was given up or is under way has its deployment bucket at most: what
 * is done to it is still a part of its creation, whatever CloudFormation calls it.
 */
export function isWhole({ outputs }: { outputs: Readonly<Record<string, string | undefined>> }): boolean {
  return outputs['ApiUrl'] !== undefined;
}

/** A stack by name or id, or undefined where there is none, or none any more. */
export async function findStack(
  client: CloudFormationClient,
  name: string,
  signal?: AbortSignal,
): Promise<Stack | undefined> {
  const permission = { action: 'cloudformation:DescribeStacks', resource: `the stack ${name}` };
  const description = await ask(permission, describe(client, name, signal));
  return !description || description.StackStatus === 'DELETE_COMPLETE' ? undefined : stackOf(description);
}

export function stackOf(description: StackDescription): Stack {
  const { StackId = '', StackStatus = '', Parameters = [], Outputs = [] } = description;
  return {
    id: StackId,
    status: StackStatus,
    parameters: Object.fromEntries(Parameters.map((item) => [item.ParameterKey ?? '', item.ParameterValue ?? ''])),
    outputs: Object.fromEntries(Outputs.map((item) => [item.OutputKey ?? '', item.OutputValue ?? ''])),
  };
}

async function describe(
  client: CloudFormationClient,
  name: string,
  signal?: AbortSignal,
): Promise<StackDescription | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: name }), { abortSignal: signal })).Stacks?.[0];
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Throws a UserError for a stack that CloudFormation would not update. */
export function checkUpdatable({ status }: Pick<Stack, 'status'>, stage: string): void {
  const state = `The stack ${stackName(stage)} is in the state ${status}.`;
  if (/^(REVIEW_IN_PROGRESS|CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED)$/.test(status))
    throw new UserError(`${state} It cannot be updated; remove it first: npm run remove -- --stage ${stage}`);
  if (status === 'UPDATE_ROLLBACK_FAILED')
    throw new UserError(
      `${state} First bring it back: aws cloudformation continue-update-rollback --stack-name ${stackName(stage)}`,
    );
  if (status.endsWith('_IN_PROGRESS')) throw new UserError(`${state} Wait until that is done, and try again.`);
}

/** Whether this resource of its template is in a stack. */
export async function ownsResource(client: CloudFormationClient, { id }: Stack, logicalId: string): Promise<boolean> {
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: id })) {
    const found = StackResourceSummaries.find(({ LogicalResourceId }) => LogicalResourceId === logicalId);
    if (found) return !/^(CREATE_FAILED|DELETE_COMPLETE|DELETE_SKIPPED)$/.test(found.ResourceStatus ?? '');
  }
  return false;
}

/** The id of a stack's newest event. */
export async function newestEvent(client: CloudFormationClient, { id }: Stack): Promise<string | undefined> {
  const request = client.send(new DescribeStackEventsCommand({ StackName: id }));
  return (await ask({ action: 'cloudformation:DescribeStackEvents', resource: id }, request)).StackEvents?.[0]?.EventId;
}

/** What happened to a stack after this event, or all that ever did, the newest first. */
export async function eventsAfter(
  client: CloudFormationClient,
  { id }: Pick<Stack, 'id'>,
  last?: string,
): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: id })) {
    const end = StackEvents.findIndex(({ EventId }) => EventId === last);
    events.push(...(end < 0 ? StackEvents : StackEvents.slice(0, end)));
    if (end >= 0) break;
  }
  return events;
}

/**
 * The newest event before what is going on with a stack at the moment, or went on last, began: everything after it is a part of
 * that. Undefined where it is the first that happened.
 */
export async function eventBeforeOperation(
  client: CloudFormationClient,
  stack: Pick<Stack, 'id'>,
): Promise<string | undefined> {
  const permission = { action: 'cloudformation:DescribeStackEvents', resource: `the stack ${stack.id}` };
  const events = await ask(permission, eventsAfter(client, stack));
  const begin = events.findIndex(
    ({ PhysicalResourceId, ResourceStatus = '' }) =>
      PhysicalResourceId === stack.id && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(ResourceStatus),
  );
  return begin < 0 ? undefined : events[begin + 1]?.EventId;
}

/** CloudFormation has no error of its own for "does not exist". */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}
