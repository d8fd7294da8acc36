import { paginateListTables } from '@aws-sdk/client-dynamodb';
import { GetBucketTaggingCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand, ListQueueTagsCommand } from '@aws-sdk/client-sqs';
import { ask, isMissing } from '../awsErrors.ts';
import type { Aws } from '../openAws.ts';
import { SERVICE, stackName } from '../stack.ts';

/** Something that is of a tracker. */
export interface Tagged {
  kind: 'table' | 'bucket' | 'queue';
  name: string;
}

/**
 * What is there of a tracker's stage that holds something: its tables, and buckets and queues that have its tag. Only those are
 * looked at whose names are of trackers at all.
 */
export async function findLeft(
  aws: Pick<Aws, 'dynamo' | 's3' | 'sqs'>,
  stage: string,
  signal?: AbortSignal,
): Promise<Tagged[]> {
  const found = await Promise.all([
    tables(aws, stage, signal),
    buckets(aws, stage, signal),
    queues(aws, stage, signal),
  ]);
  return found.flat();
}

/** By their names, which are made of the stage and nothing else. */
async function tables({ dynamo }: Pick<Aws, 'dynamo'>, stage: string, signal?: AbortSignal): Promise<Tagged[]> {
  const list = async () => {
    const names: string[] = [];
    const pages = paginateListTables({ client: dynamo }, {}, { abortSignal: signal });
    for await (const { TableNames = [] } of pages) names.push(...TableNames);
    return names.filter((name) => name.startsWith(`${stackName(stage)}-v`));
  };
  const names = await ask({ action: 'dynamodb:ListTables', resource: 'the tables of the region' }, list());
  return names.map((name) => ({ kind: 'table', name }));
}

async function buckets({ s3 }: Pick<Aws, 's3'>, stage: string, signal?: AbortSignal): Promise<Tagged[]> {
  const sending = { abortSignal: signal };
  const list = s3.send(new ListBucketsCommand({ Prefix: `${SERVICE}-` }), sending);
  const { Buckets = [] } = await ask({ action: 's3:ListAllMyBuckets', resource: 'all buckets' }, list);
  const found: Tagged[] = [];
  for (const { Name: name = '' } of Buckets) {
    if (!name.startsWith(`${SERVICE}-`)) continue;
    const permission = { action: 's3:GetBucketTagging', resource: `arn:aws:s3:::${name}` };
    const request = s3.send(new GetBucketTaggingCommand({ Bucket: name }), sending);
    const { TagSet = [] } = await ask(permission, request).catch((error: unknown) => {
      if (isMissing(error)) return { TagSet: [] };
      throw error;
    });
    if (TagSet.some(({ Key, Value }) => Key === SERVICE && Value === stage)) found.push({ kind: 'bucket', name });
  }
  return found;
}

async function queues({ sqs }: Pick<Aws, 'sqs'>, stage: string, signal?: AbortSignal): Promise<Tagged[]> {
  const sending = { abortSignal: signal };
  const list = sqs.send(new ListQueuesCommand({ QueueNamePrefix: `${stackName(stage)}-` }), sending);
  const { QueueUrls = [] } = await ask({ action: 'sqs:ListQueues', resource: 'the queues of the region' }, list);
  const found: Tagged[] = [];
  for (const url of QueueUrls) {
    const name = url.split('/').at(-1) ?? '';
    const request = sqs.send(new ListQueueTagsCommand({ QueueUrl: url }), sending);
    // SQS goes on listing a queue for a minute that is deleted.
    const { Tags = {} } = await ask({ action: 'sqs:ListQueueTags', resource: `the queue ${name}` }, request).catch(
      (error: unknown) => {
        if (isMissing(error)) return { Tags: undefined };
        throw error;
      },
    );
    if (Tags[SERVICE] === stage) found.push({ kind: 'queue', name });
  }
  return found;
}
