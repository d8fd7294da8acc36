import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { paginateListStackResources, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { ask, isMissing } from '../awsErrors.ts';
import type { Aws } from '../openAws.ts';
import { IDLE_QUEUE } from '../bill.ts';
import { PRICES } from '../prices.ts';
import type { Tracker } from '../trackers.ts';

/** What a thing is that belongs to a tracker; parts of the API, permissions and the like go with what they are parts of. */
export type FateKind =
  'function' | 'queue' | 'api' | 'role' | 'policy' | 'logs' | 'alarm' | 'bucket' | 'table' | 'backups';

/** What becomes of one thing that belongs to a tracker. */
export interface Fate {
  kind: FateKind;
  /** Its name in AWS. */
  name: string;
  fate: 'removed' | 'kept';
  /** US dollars a month while it is there and nobody uses it, at the list prices of prices.ts; undefined where it is not known. */
  dollars?: number;
  /** Of buckets: how many objects are in it, at most MOST_COUNTED. */
  objects?: number;
  /** Of the table, where it is some hours old, and of buckets as far as their objects are counted. */
  bytes?: number;
}

export const MOST_COUNTED = 10_000;

const GIGABYTE = 1e9;

const KINDS: Readonly<Record<string, FateKind>> = {
  'AWS::Lambda::Function': 'function',
  'AWS::SQS::Queue': 'queue',
  'AWS::ApiGateway::RestApi': 'api',
  'AWS::IAM::Role': 'role',
  'AWS::IAM::ManagedPolicy': 'policy',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::CloudWatch::Alarm': 'alarm',
  'AWS::S3::Bucket': 'bucket',
};

/** What a removal takes and leaves: what is kept first. */
export async function fatesOf(
  aws: Pick<Aws, 'cloudFormation' | 'dynamo' | 's3'>,
  tracker: Tracker,
  signal?: AbortSignal,
): Promise<Fate[]> {
  const resources = await resourcesOf(aws, tracker, signal);
  const removed: Fate[] = [];
  for (const { ResourceType = '', PhysicalResourceId: name = '' } of resources) {
    const kind = KINDS[ResourceType];
    if (kind === undefined || name === '') continue;
    const content = kind === 'bucket' ? await contentOf(aws, name, signal) : undefined;
    const dollars = content
      ? (content.bytes / GIGABYTE) * PRICES.s3Storage
      : idleCost(kind, name === tracker.outputs.QueueUrl);
    removed.push({ kind, name, fate: 'removed', ...content, ...(dollars !== undefined && { dollars }) });
  }
  const own = resources.find(({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table');
  const table = tracker.outputs.TableName ?? own?.PhysicalResourceId;
  return [...(table ? await tableFates(aws, table, signal) : []), ...removed];
}

async function resourcesOf(
  { cloudFormation: client }: Pick<Aws, 'cloudFormation'>,
  { stackId }: Tracker,
  signal: AbortSignal | undefined,
): Promise<StackResourceSummary[]> {
  const list = async () => {
    const resources: StackResourceSummary[] = [];
    const pages = paginateListStackResources({ client }, { StackName: stackId }, { abortSignal: signal });
    for await (const { StackResourceSummaries = [] } of pages) resources.push(...StackResourceSummaries);
    return resources.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
  };
  return ask({ action: 'cloudformation:ListStackResources', resource: `the stack ${stackId}` }, list());
}

/** Of what costs by use only, nothing; of a log, what is in it, which nobody here may ask. */
function idleCost(kind: FateKind, isIngestQueue: boolean): number | undefined {
  if (kind === 'logs') return undefined;
  if (kind === 'alarm') return PRICES.alarms;
  return kind === 'queue' && isIngestQueue ? IDLE_QUEUE : 0;
}

async function contentOf(
  { s3: client }: Pick<Aws, 's3'>,
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<{ objects: number; bytes: number }> {
  const count = async () => {
    const content = { objects: 0, bytes: 0 };
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket }, { abortSignal: signal });
    for await (const { Contents = [] } of pages) {
      content.objects += Contents.length;
      content.bytes += Contents.reduce((sum, { Size = 0 }) => sum + Size, 0);
      if (content.objects >= MOST_COUNTED) break;
    }
    return content;
  };
  try {
    return await ask({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, count());
  } catch (error) {
    if (isMissing(error)) return { objects: 0, bytes: 0 };
    throw error;
  }
}

async function tableFates(
  { dynamo }: Pick<Aws, 'dynamo'>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Fate[]> {
  const request = dynamo.send(new DescribeTableCommand({ TableName: name }), { abortSignal: signal });
  try {
    const { Table } = await ask({ action: 'dynamodb:DescribeTable', resource: `the table ${name}` }, request);
    const bytes = Table?.TableSizeBytes ?? 0;
    const gigabytes = bytes / GIGABYTE;
    return [
      { kind: 'table', name, fate: 'kept', dollars: gigabytes * PRICES.storage, bytes },
      { kind: 'backups', name, fate: 'kept', dollars: gigabytes * PRICES.pointInTimeRecovery },
    ];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
