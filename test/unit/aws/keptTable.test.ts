import assert from 'node:assert/strict';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableName, tableToAdopt } from '../../../backend/aws/keptTable.ts';
import type { Stack } from '../../../backend/aws/stack.ts';
import { awsError, fakeClient } from '../../fixtures/fakeClient.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const KeySchema = [
  { AttributeName: 'pk', KeyType: 'HASH' as const },
  { AttributeName: 'sk', KeyType: 'RANGE' as const },
];
const OTHER = 'cloudtrail-tracker-dev-v0';

describe('the table that a deployment goes on with', () => {
  /** `tables` are there. */
  const adopt = (tables: readonly string[], stack: Stack | undefined, given?: string) =>
    tableToAdopt(
      {
        cloudFormation: fakeClient(CloudFormationClient, { ListStackResources: () => ({}) }),
        dynamo: fakeClient(DynamoDBClient, {
          DescribeTable({ TableName = '' }: { TableName?: string }) {
            if (!tables.includes(TableName)) throw awsError('ResourceNotFoundException', 400);
            return { Table: { KeySchema, TableStatus: 'ACTIVE' } };
          },
        }),
      },
      'dev',
      stack,
      given,
    );
  const stackWith = (Table: string): Stack => ({ id: 'arn:stack/1', status: 'UPDATE_COMPLETE', parameters: { Table }, outputs: {} }); // prettier-ignore

  it('is the one that is left, or one that is chosen', async () => {
    assert.equal(await adopt([], undefined), undefined);
    assert.equal(await adopt([tableName('dev')], undefined), tableName('dev'));
    assert.equal(await adopt(['mine'], undefined, 'mine'), 'mine');
    await assert.rejects(adopt([], undefined, 'mine'), /There is no table mine/);
  });

  it('stays the one that an earlier deployment went on with', async () => {
    const kept = tableName('dev');
    assert.equal(await adopt([kept], stackWith(kept), kept), kept);
  });

  it('is not one with keys of another version, even where the stack has it', async () => {
    assert.equal(await adopt([OTHER], stackWith(OTHER), OTHER), undefined);
    assert.equal(await adopt([OTHER, tableName('dev')], stackWith(OTHER), OTHER), tableName('dev'));
    await assert.rejects(adopt([OTHER], undefined, OTHER), (error) => refusal(undefined, 400)(error) && /another version/.test(String(error))); // prettier-ignore
  });
});
