import type { Policy } from '../../../backend/aws/policies/policy.ts';
import { deployerPolicy, operatorPolicy, readerPolicy, removerPolicy } from '../../../backend/aws/policies/policies.ts';
import type { CommandCall } from '../local/frontDoor.ts';
import { ACCOUNT, REGION } from '../local/names.ts';

/** What views ask by themselves while any command runs. */
const BACKGROUND =
  /^(execute-api:Invoke|sqs:GetQueueAttributes|cloudformation:DescribeStacks|s3:GetBucketNotification)$/;

/** Whoever signs in may ask who that is. */
const FREE = 'sts:GetCallerIdentity';

/** The calls that the README's policies for their commands do not allow, each as COMMAND: ACTION on RESOURCE. */
export function outsidePolicies(calls: readonly CommandCall[], stage: string, bucket: string): string[] {
  const places = { partition: 'aws', account: ACCOUNT, region: REGION, stage, bucket };
  const [reader, operator] = [readerPolicy(places), operatorPolicy(places)];
  const policies: Record<string, Policy[]> = {
    'Deploy or Update Tracker…': [deployerPolicy(places), operator],
    'Remove Tracker…': [removerPolicy(places)],
  };
  const outside = calls.filter((call) => {
    if (call.action === FREE) return false;
    const background = BACKGROUND.test(call.action) ? [operator] : [];
    const granted = [reader, ...background, ...(policies[call.command] ?? [operator])];
    return !granted.some((policy) => allows(policy, call));
  });
  return [...new Set(outside.map(({ command, action, resource }) => `${command}: ${action} on ${resource}`))];
}

function allows({ Statement }: Policy, { service, region, action, resource }: CommandCall): boolean {
  const arn = service === 's3' ? `arn:aws:s3:::${resource}` : `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  return Statement.some(
    ({ Action, Resource }) => Action.includes(action) && Resource.some((each) => each === '*' || matches(each, arn)),
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
