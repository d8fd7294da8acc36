import assert from 'node:assert/strict';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { fatesOf } from '../../../../backend/aws/deployment/fates.ts';
import type { Tracker } from '../../../../backend/aws/trackers.ts';
import { fakeClient } from '../../../fixtures/fakeClient.ts';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/111122223333/ingest';
const TRACKER = { stackId: 'x', outputs: { QueueUrl: QUEUE, TableName: 'events' } } as unknown as Tracker;
const RESOURCES = [
  ['AWS::SQS::Queue', QUEUE],
  ['AWS::SQS::Queue', QUEUE.replace('ingest', 'dead')],
  ['AWS::Lambda::Function', 'ingest'],
  ['AWS::Logs::LogGroup', '/aws/lambda/ingest'],
  ['AWS::CloudWatch::Alarm', 'alarm'],
  ['AWS::S3::Bucket', 'uploads'],
  ['AWS::DynamoDB::Table', 'events'],
  ['AWS::Lambda::Permission', 'permission'],
] as const;

describe('what becomes of each thing of a tracker', () => {
  it('comes with what it costs a month while nobody uses it', async () => {
    const StackResourceSummaries = RESOURCES.map(([ResourceType, PhysicalResourceId]) => ({
      ResourceType,
      PhysicalResourceId,
      ResourceStatus: 'CREATE_COMPLETE',
    }));
    const aws = {
      cloudFormation: fakeClient(CloudFormationClient, { ListStackResources: () => ({ StackResourceSummaries }) }),
      dynamo: fakeClient(DynamoDBClient, { DescribeTable: () => ({ Table: { TableSizeBytes: 2e9 } }) }),
      s3: fakeClient(S3Client, { ListObjectsV2: () => ({ Contents: [{ Size: 3e9 }, { Size: 7e9 }] }) }),
    };
    const fates = await fatesOf(aws, TRACKER);
    assert.deepEqual(
      fates.map(({ kind, fate, dollars, objects }) => [kind, fate, dollars?.toFixed(2), objects]),
      [
        ['table', 'kept', '0.50', undefined],
        ['backups', 'kept', '0.40', undefined],
        ['queue', 'removed', '0.26', undefined],
        ['queue', 'removed', '0.00', undefined],
        ['function', 'removed', '0.00', undefined],
        ['logs', 'removed', undefined, undefined],
        ['alarm', 'removed', '0.10', undefined],
        ['bucket', 'removed', '0.23', 2],
      ],
    );
  });
});
