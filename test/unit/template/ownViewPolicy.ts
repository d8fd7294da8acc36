import { coversArn } from '../../fixtures/iamResource.ts';
import { packagedService } from './packageService.ts';
import { resolveTemplate } from './resolveTemplate.ts';

/** Whether the packaged policy for the own view lets a caller ask for a path. A role has no user name. */
export type MayAsk = (userName: string | undefined, path: string) => boolean;

export async function ownViewPolicy(): Promise<MayAsk> {
  const { Resources } = resolveTemplate((await packagedService()).template, { Bucket: 'trail-bucket' });
  const { Statement } = Resources['OwnViewPolicy']!.Properties['PolicyDocument'] as unknown as {
    Statement: { Resource: string[] }[];
  };
  const resources = Statement.flatMap(({ Resource }) => Resource);
  return (userName, path) => {
    const arn = `arn:aws:execute-api:eu-west-1:111122223333:<ApiGatewayRestApi>/dev/GET${path}`;
    const variables: Record<string, string> = userName === undefined ? {} : { 'aws:username': userName };
    return resources.some((resource) => coversArn(resource, arn, variables));
  };
}
