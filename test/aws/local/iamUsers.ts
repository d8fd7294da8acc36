import { coversArn } from '../../fixtures/iamResource.ts';
import { iamQuery } from './iamQuery.ts';
import type { PolicyStatement } from './keyPolicy.ts';
import { CREDENTIALS } from './names.ts';

/** IAM users besides the one of the tests, who may do everything. moto has them, and does not hold calls against their policies. */
export interface IamUsers {
  /** Makes a user with an access key and these managed policies, by their ARNs. */
  create(UserName: string, policies: readonly string[]): Promise<typeof CREDENTIALS>;
  /** The secret access key of each access key id. */
  secrets: Readonly<Record<string, string>>;
  /** Undefined for a key that is none of theirs. */
  arnOf(accessKeyId: string): string | undefined;
  /** Whether the one with this key may call a route of a REST API, by its ARN. */
  mayInvoke(accessKeyId: string, route: string): Promise<boolean>;
}

export function iamUsers(moto: { url: string }): IamUsers {
  const secrets: Record<string, string> = { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey };
  const byKey = new Map<string, { name: string; arn: string }>();

  async function statementsOf(UserName: string): Promise<PolicyStatement[]> {
    const arns = await iamQuery(moto, 'ListAttachedUserPolicies', { UserName }, 'PolicyArn');
    const documents = await Promise.all(
      arns.map((PolicyArn) => iamQuery(moto, 'GetPolicyVersion', { PolicyArn, VersionId: 'v1' }, 'Document')),
    );
    return documents.flat().flatMap((text) => (JSON.parse(text) as { Statement: PolicyStatement[] }).Statement);
  }

  return {
    secrets,
    async create(UserName, policies) {
      const [arn = ''] = await iamQuery(moto, 'CreateUser', { UserName, Path: '/students/' }, 'Arn');
      for (const PolicyArn of policies) await iamQuery(moto, 'AttachUserPolicy', { UserName, PolicyArn }, 'RequestId');
      const parts = await iamQuery(moto, 'CreateAccessKey', { UserName }, '(?:AccessKeyId|SecretAccessKey)');
      const [accessKeyId = '', secretAccessKey = ''] = parts;
      secrets[accessKeyId] = secretAccessKey;
      byKey.set(accessKeyId, { name: UserName, arn });
      return { accessKeyId, secretAccessKey };
    },
    arnOf: (accessKeyId) => byKey.get(accessKeyId)?.arn,
    async mayInvoke(accessKeyId, route) {
      const user = byKey.get(accessKeyId);
      if (!user) return true;
      return (await statementsOf(user.name)).some(({ Effect, Action, Resource, Condition }) => {
        if (Effect !== 'Allow' || Condition)
          throw new Error(`Not known here: ${JSON.stringify({ Effect, Condition })}`);
        if (![Action].flat().includes('execute-api:Invoke')) return false;
        return [Resource].flat().some((resource) => coversArn(resource, route, { 'aws:username': user.name }));
      });
    },
  };
}
