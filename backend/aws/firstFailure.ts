/** The fields of a stack event that matter here. */
export interface FailedEvent {
  ResourceStatus?: string;
  ResourceStatusReason?: string;
  LogicalResourceId?: string;
  ResourceType?: string;
}

/**
 * What failed, why, and what to do, from the events of a stack, the newest first. Only the first failure tells: those after it
 * say that they were cancelled because of it. Undefined where nothing failed.
 */
export function firstFailure(events: readonly FailedEvent[]): string | undefined {
  const failed = events.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED')).at(-1);
  if (!failed) return undefined;
  const { LogicalResourceId, ResourceType, ResourceStatusReason = 'CloudFormation gives no reason.' } = failed;
  const advice = ADVICE.find(([reason]) => reason.test(ResourceStatusReason))?.[1];
  const lines = [`${LogicalResourceId} (${ResourceType}) failed:`, `  ${ResourceStatusReason}`];
  return [...lines, ...(advice === undefined ? [] : [advice])].join('\n');
}

const ADVICE: readonly (readonly [reason: RegExp, advice: string])[] = [
  [/not authorized to perform|AccessDenied/i, 'Ask for that permission, or for somebody who has it.'],
  [/policy attached to entities/i, 'Detach the reader policies from their users, groups and roles, and try again.'],
  [/already exists/i, 'Something of that name is left from another deployment: remove it, or take another --stage.'],
  [/limit exceeded|quota/i, 'The account has reached a quota: Service Quotas in the console raises it.'],
];
