import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { iamQuery } from './iamQuery.ts';
import type { Call } from './call.ts';
import type { LocalAws } from './localAws.ts';

/** One action on one resource that a role's policies allow. */
export interface Grant {
  action: string;
  /** An ARN, perhaps with a star at its end. */
  resource: string;
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** What the execution role of a deployed function allows. Its policies are the deployed ones, with all references resolved. */
export async function grantsOf(aws: LocalAws, functionName: string): Promise<Grant[]> {
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
  return documents
    .flatMap((document) => (JSON.parse(document) as { Statement: Statement[] }).Statement)
    .flatMap(({ Effect, Action, Resource }) => {
      if (Effect !== 'Allow') throw new Error(`${RoleName} has a statement that does not allow something.`);
      return [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource })));
    });
}

/** Whether a grant is what allows a call. */
export function allows({ action, resource }: Grant, call: Call): boolean {
  const name = resource.split(':').slice(5).join(':');
  const fits = name.endsWith('*') ? call.resource.startsWith(name.slice(0, -1)) : call.resource === name;
  return action === call.action && fits;
}
