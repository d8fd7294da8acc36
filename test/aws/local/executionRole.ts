import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { iamQuery } from './iamQuery.ts';
import type { Call } from './call.ts';
import type { PolicyStatement } from './keyPolicy.ts';
import { ACCOUNT, type LocalAws } from './localAws.ts';

/** One action on one resource that a role's policies allow. */
export interface Grant {
  action: string;
  /** An ARN, perhaps with a star at its end. */
  resource: string;
  condition: Conditions;
}

/** By operator and key. */
type Conditions = Record<string, Record<string, string | string[]>>;

/** What the execution role of a deployed function allows. Its policies are the deployed ones, with all references resolved. */
export async function grantsOf(aws: LocalAws, functionName: string): Promise<Grant[]> {
  const { role, statements } = await roleOf(aws, functionName);
  return statements.flatMap(({ Effect, Action, Resource, Condition: condition = {} }) => {
    if (Effect !== 'Allow') throw new Error(`${role} has a statement that does not allow something.`);
    return [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource, condition })));
  });
}

/** The ARN of a deployed function's role, and the statements of its policies. */
export async function roleOf(
  aws: Pick<LocalAws, 'lambda' | 'url'>,
  functionName: string,
): Promise<{ role: string; statements: PolicyStatement[] }> {
  const { Role = '' } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const RoleName = Role.split('/').at(-1)!;
  const attached = await iamQuery(aws, 'ListAttachedRolePolicies', { RoleName }, 'PolicyArn');
  if (attached.length > 0) throw new Error(`${RoleName} has policies that are not its own: ${attached.join(', ')}`);
  const names = await iamQuery(aws, 'ListRolePolicies', { RoleName }, 'member');
  const documents = await Promise.all(
    names.map(
      async (PolicyName) => (await iamQuery(aws, 'GetRolePolicy', { RoleName, PolicyName }, 'PolicyDocument'))[0]!,
    ),
  );
  const statements = documents.flatMap(
    (document) => (JSON.parse(document) as { Statement: PolicyStatement[] }).Statement,
  );
  return { role: Role, statements };
}

/** Whether a grant is what allows a call. */
export function allows({ action, resource, condition }: Grant, call: Call): boolean {
  const name = resource.split(':').slice(5).join(':');
  if (action !== call.action || !isLike(call.resource, name)) return false;
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, [values].flat(), call)),
  );
}

/** Whether one of the conditions holds that the deployed roles have. */
function holds(operator: string, key: string, values: readonly string[], { leadingKeys = [] }: Call): boolean {
  switch (`${operator} ${key}`) {
    case 'ForAllValues:StringLike dynamodb:LeadingKeys':
      return leadingKeys.every((leadingKey) => values.some((value) => isLike(leadingKey, value)));
    case 'StringEquals s3:ResourceAccount':
      // Here is no other account.
      return values.includes(ACCOUNT);
    default:
      throw new Error(`This condition is not known here: ${operator} ${key}`);
  }
}

/** A pattern may have a star at its end. */
function isLike(text: string, pattern: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
