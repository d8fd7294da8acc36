import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ReturnConsumedCapacity,
  type AttributeValue,
  type ConsumedCapacity,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Place } from './keys.ts';

/** Attributes of an item besides its keys. */
export type Attributes = Record<string, AttributeValue>;
export type Item = Place & { attributes: Attributes };

export interface Range {
  pk: string;
  /** Bounds of the sort key, both inclusive. */
  between?: readonly [string, string];
  /** What the sort key begins with. */
  beginsWith?: string;
  newestFirst?: boolean;
  /** Items of one request. A request ends at 1 MB anyway. */
  pageSize?: number;
}

export interface Condition {
  expression: string;
  values?: Attributes;
}

/** The few requests that this store makes. There is no scan, no index and no transaction among them. */
export interface Table {
  get(place: Place, options?: { consistent?: boolean; signal?: AbortSignal }): Promise<Attributes | undefined>;
  /** Whether the condition held. */
  put(place: Place, attributes: Attributes, condition?: Condition): Promise<boolean>;
  delete(place: Place): Promise<void>;
  /** The items of a range, one array for each request. */
  pages(range: Range, options?: { consistent?: boolean; signal?: AbortSignal }): AsyncGenerator<Item[]>;
}

/**
 * Capacity units that requests have consumed, as DynamoDB tells it. Of a put whose condition does not hold it tells nothing,
 * though it charges for it.
 */
export interface Capacity {
  read: number;
  write: number;
}

/** What requests consume is added to `capacity`, where somebody wants to know. */
export function createTable(client: DynamoDBClient, table: string, capacity?: Capacity): Table {
  const common = { TableName: table, ...(capacity && { ReturnConsumedCapacity: ReturnConsumedCapacity.TOTAL }) };
  const consumed = (kind: keyof Capacity, { ConsumedCapacity: told }: { ConsumedCapacity?: ConsumedCapacity }) => {
    if (capacity) capacity[kind] += told?.CapacityUnits ?? 0;
  };
  const key = ({ pk, sk }: Place) => ({ pk: { S: pk }, sk: { S: sk } });

  async function put(place: Place, attributes: Attributes, condition?: Condition): Promise<boolean> {
    try {
      const answer = await client.send(
        new PutItemCommand({
          ...common,
          Item: { ...key(place), ...attributes },
          ConditionExpression: condition?.expression,
          ExpressionAttributeValues: condition?.values,
        }),
      );
      consumed('write', answer);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return {
    async get(place, { consistent = false, signal } = {}) {
      const command = new GetItemCommand({ ...common, Key: key(place), ConsistentRead: consistent });
      const answer = await client.send(command, { abortSignal: signal });
      consumed('read', answer);
      const { Item: item } = answer;
      return item && itemOf(item).attributes;
    },
    put,
    async delete(place) {
      consumed('write', await client.send(new DeleteItemCommand({ ...common, Key: key(place) })));
    },
    async *pages({ pk, between, beginsWith, newestFirst, pageSize }, { consistent = false, signal } = {}) {
      let start: Attributes | undefined;
      const values: Attributes = { ':pk': { S: pk } };
      let condition = 'pk = :pk';
      if (between) {
        condition += ' AND sk BETWEEN :from AND :to';
        values[':from'] = { S: between[0] };
        values[':to'] = { S: between[1] };
      } else if (beginsWith !== undefined) {
        condition += ' AND begins_with(sk, :start)';
        values[':start'] = { S: beginsWith };
      }
      do {
        signal?.throwIfAborted();
        const answer = await client.send(
          new QueryCommand({
            ...common,
            KeyConditionExpression: condition,
            ExpressionAttributeValues: values,
            ScanIndexForward: !newestFirst,
            ConsistentRead: consistent,
            Limit: pageSize,
            ExclusiveStartKey: start,
          }),
          { abortSignal: signal },
        );
        consumed('read', answer);
        const { Items: items = [], LastEvaluatedKey: last } = answer;
        start = last;
        yield items.map(itemOf);
      } while (start);
    },
  };
}

function itemOf({ pk, sk, ...attributes }: Attributes): Item {
  return { pk: pk?.S ?? '', sk: sk?.S ?? '', attributes };
}

/** All items of a range. */
export async function readAll(
  table: Table,
  range: Range,
  options?: { consistent?: boolean; signal?: AbortSignal },
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of table.pages(range, options)) all.push(...page);
  return all;
}
