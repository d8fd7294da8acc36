import { DeleteStackCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { ask } from '../awsErrors.ts';
import { emptyBucket } from '../emptyBucket.ts';
import type { Aws } from '../openAws.ts';
import type { Stack } from '../stack.ts';

/** Empties a stack's buckets, for CloudFormation deletes none that holds something, and begins to delete it; see followStack. */
export async function deleteStack(
  aws: Pick<Aws, 'cloudFormation' | 's3'>,
  stack: Pick<Stack, 'id'>,
  signal?: AbortSignal,
): Promise<void> {
  for (const bucket of await bucketsOf(aws, stack, signal)) await emptyBucket(aws, bucket, signal);
  const request = aws.cloudFormation.send(new DeleteStackCommand({ StackName: stack.id }), { abortSignal: signal });
  await ask({ action: 'cloudformation:DeleteStack', resource: `the stack ${stack.id}` }, request);
}

async function bucketsOf(
  { cloudFormation: client }: Pick<Aws, 'cloudFormation'>,
  { id }: Pick<Stack, 'id'>,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const list = async () => {
    const buckets: string[] = [];
    const pages = paginateListStackResources({ client }, { StackName: id }, { abortSignal: signal });
    for await (const { StackResourceSummaries = [] } of pages) {
      for (const { ResourceType, ResourceStatus, PhysicalResourceId: name } of StackResourceSummaries)
        if (ResourceType === 'AWS::S3::Bucket' && ResourceStatus !== 'DELETE_COMPLETE' && name) buckets.push(name);
    }
    return buckets;
  };
  return ask({ action: 'cloudformation:ListStackResources', resource: `the stack ${id}` }, list());
}
