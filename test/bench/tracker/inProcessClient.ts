import { ConditionalCheckFailedException, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isObject } from '../../../backend/core/json.ts';
import type { WireItem, WireValue } from './capacity.ts';
import { ConditionFailed, type MemoryDynamo, type WireInput, type WireOutput } from './memoryDynamo.ts';

/** A command of the SDK. Its class is named after the operation. */
export interface Command {
  constructor: { name: string };
  input: object;
}

/** A client whose requests do not leave the process: a million puts take a minute, and not a quarter of an hour. */
export function createInProcessClient(dynamo: MemoryDynamo): DynamoDBClient {
  const client = { send: async (command: Command) => sdkOutput(send(dynamo, command)) };
  return client as unknown as DynamoDBClient;
}

/** Throws as the SDK does. */
export function send(dynamo: MemoryDynamo, { constructor, input }: Command): WireOutput {
  try {
    return dynamo.execute(constructor.name.replace(/Command$/, ''), wireInput(input));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }
}

export function sdkOutput({ items, last }: WireOutput) {
  const read = items.map((json) => sdkItem(JSON.parse(json) as WireItem));
  return { Items: read, Item: read[0], LastEvaluatedKey: last && sdkItem(JSON.parse(last) as WireItem) };
}

function wireInput(input: object): WireInput {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]: [string, unknown]) => [name, isObject(value) ? wireItem(value) : value]),
  ) as unknown as WireInput;
}

function wireItem(item: object): WireItem {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, AttributeValue]) => [
      name,
      value.B ? { B: Buffer.from(value.B).toString('base64') } : (value as WireValue),
    ]),
  );
}

function sdkItem(item: WireItem): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      'B' in value ? { B: Buffer.from(value.B, 'base64') } : (value as AttributeValue),
    ]),
  );
}
