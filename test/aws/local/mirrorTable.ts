import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { poll } from './poll.ts';
import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';

export interface TableMirror {
  /** To be awaited before a table is asked for. */
  ensure(name: string): Promise<void>;
  /** Makes the table anew when it is asked for next. */
  forget(name: string): void;
}

/**
 * CloudFormation makes its tables in moto, where they stay empty; the functions and the extension look for them in dynalite. The
 * mirror makes there each table that there is in moto, when it is first asked for.
 */
export function mirrorTables(template: DynamoDBClient, mirror: DynamoDBClient): TableMirror {
  const making = new Map<string, Promise<boolean>>();

  async function make(name: string): Promise<boolean> {
    try {
      const { Table } = await template.send(new DescribeTableCommand({ TableName: name }));
      const { AttributeDefinitions, KeySchema } = Table!;
      await mirror.send(
        new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions, KeySchema }),
      );
      const isActive = async () =>
        (await mirror.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus === 'ACTIVE';
      await poll(`the table ${name} is active`, isActive, 10_000);
      return true;
    } catch (error) {
      if (error instanceof ResourceInUseException) return true;
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    }
  }

  return {
    async ensure(name) {
      const made = making.get(name) ?? make(name);
      making.set(name, made);
      // It may come yet.
      if (!(await made)) making.delete(name);
    },
    forget: (name) => making.delete(name),
  };
}
