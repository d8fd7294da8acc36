import { DescribeTableCommand, type DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { UserError } from '../core/userError.ts';
import { KEY_VERSION } from '../dynamodb/keys.ts';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';
import { ownsResource, SERVICE, type Stack } from './stack.ts';

/** The table that a deployment of a stage creates. */
export function tableName(stage: string): string {
  return `${SERVICE}-${stage}-v${KEY_VERSION}`;
}

/** Whether there is a table of this name. Throws a UserError for one that no tracker can use. */
export async function findTable(client: DynamoDBClient, name: string): Promise<boolean> {
  const table = await ask({ action: 'dynamodb:DescribeTable', resource: `the table ${name}` }, describe(client, name));
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

/** The version of the keys that a table of a tracker has, by its name; undefined where the name does not tell. */
function keyVersionOf(table: string): number | undefined {
  const [, version] = new RegExp(`^${SERVICE}-.*-v(\\d+)$`).exec(table) ?? [];
  return version === undefined ? undefined : Number(version);
}

/**
 * A removal leaves the table. A deployment of the same stage goes on with it, for two of one name cannot be. Answers its name;
 * undefined where the stack has a table of its own, or is to make one. `given`: a table that was chosen for it, now or earlier. One
 * with keys of another version cannot be gone on with: the stack leaves it, and it may not be chosen.
 */
export async function tableToAdopt(
  { dynamo, cloudFormation }: Pick<Aws, 'dynamo' | 'cloudFormation'>,
  stage: string,
  stack: Stack | undefined,
  given: string | undefined,
): Promise<string | undefined> {
  const isOther = given !== undefined && (keyVersionOf(given) ?? KEY_VERSION) !== KEY_VERSION;
  if (isOther && given !== stack?.parameters['Table'])
    throw new UserError(`The table ${given} has keys of another version than this tracker: ${KEY_VERSION} is needed.`);
  if (given && !isOther) {
    if (!(await findTable(dynamo, given))) throw new UserError(`There is no table ${given}.`);
    return given;
  }
  const kept = tableName(stage);
  if (stack) {
    const permission = { action: 'cloudformation:ListStackResources', resource: `the stack ${stack.id}` };
    if (await ask(permission, ownsResource(cloudFormation, stack, 'EventsTable'))) return undefined;
  }
  return (await findTable(dynamo, kept)) ? kept : undefined;
}
