import { DescribeTableCommand, type DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { KEY_VERSION } from '../../backend/dynamodb/keys.ts';
import { UserError } from '../../backend/core/userError.ts';
import { ask } from './aws.ts';
import { SERVICE } from './stack.ts';

/** The table that a deployment of a stage creates. */
export function tableName(stage: string): string {
  return `${SERVICE}-${stage}-v${KEY_VERSION}`;
}

/** Whether there is a table of this name. Throws a UserError for one that no tracker can use. */
export async function findTable(client: DynamoDBClient, name: string): Promise<boolean> {
  const table = await ask(`whether there is a table ${name}`, describe(client, name));
  if (!table) return false;
  const keys = (table.KeySchema ?? []).map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(', ');
  if (keys !== 'pk HASH, sk RANGE')
    throw new UserError(`The table ${name} is none of a tracker: its keys are ${keys}.`);
  if (table.TableStatus === 'DELETING')
    throw new UserError(`The table ${name} is being deleted. Try again in a minute.`);
  return true;
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
