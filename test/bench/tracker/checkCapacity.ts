import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import { DEFAULT_DROP, dropSettingsText } from '../../../backend/core/dropRule.ts';
import { createDynamoStore } from '../../../backend/dynamodb/dynamoStore.ts';
import { openDynalite } from '../../fixtures/dynalite.ts';
import { send, sdkOutput, type Command } from './inProcessClient.ts';
import { CORPORA, END, logFiles } from './logFiles.ts';
import { MemoryDynamo } from './memoryDynamo.ts';
import { questionsOf } from './questions.ts';

export interface CapacityCheck {
  requests: number;
  /** Requests that are charged differently. */
  differences: number;
  /** Units of all requests. */
  ours: number;
  theirs: number;
  /** Queries that found nothing: AWS charges the smallest read for them, dynalite nothing. */
  empty: number;
  /** Answers that differ. */
  wrong: number;
}

/** Makes the same requests of the DynamoDB in memory and of dynalite, all of an ingestion and of the questions after it. */
export async function checkCapacity(): Promise<CapacityCheck> {
  const dynalite = await openDynalite();
  const check: CapacityCheck = { requests: 0, differences: 0, ours: 0, theirs: 0, empty: 0, wrong: 0 };
  try {
    const client = createBoth(new MemoryDynamo(), dynalite.client, check);
    const settings = dropSettingsText(DEFAULT_DROP);
    let now = 0;
    const store = createDynamoStore({ client, table: await dynalite.createTable(), now: () => now, settings });
    for (const file of logFiles(CORPORA['10,000 in 14 days'])) {
      now = file.delivered;
      if (file.isLog) await store.ingest(file.facts, file.events);
      else await store.setAside(file.facts, 'skipped', 'digest file');
    }
    now = END.getTime();
    const readRecord = () => Promise.resolve({});
    const api = createTrackerApi({ store, now: () => now, version: 'bench', readRecord });
    for (const ask of (await questionsOf(api, 14)).values()) {
      await ask();
      await ask();
    }
  } finally {
    await dynalite.close();
  }
  return check;
}

interface Answer {
  Items?: unknown[];
  ConsumedCapacity?: { CapacityUnits?: number };
}

function createBoth(memory: MemoryDynamo, dynalite: DynamoDBClient, check: CapacityCheck): DynamoDBClient {
  const both = {
    async send(command: Command, options: object) {
      Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
      const [ours, theirs] = await Promise.allSettled([
        // Not before the other has the request: nothing else is to come between.
        Promise.resolve().then(() => send(memory, command)),
        dynalite.send(command as never, options) as Promise<Answer>,
      ]);
      check.requests++;
      // It does not say what a put is charged whose condition did not hold.
      if (ours.status === 'rejected' || theirs.status === 'rejected') {
        if (ours.status !== theirs.status) check.wrong++;
        throw (ours.status === 'rejected' ? ours : (theirs as PromiseRejectedResult)).reason;
      }
      const units = theirs.value.ConsumedCapacity?.CapacityUnits ?? 0;
      check.ours += ours.value.units;
      check.theirs += units;
      if (theirs.value.Items && ours.value.items.length !== theirs.value.Items.length) check.wrong++;
      if (theirs.value.Items?.length === 0) check.empty++;
      else if (units !== ours.value.units) check.differences++;
      return sdkOutput(ours.value);
    },
  };
  return both as unknown as DynamoDBClient;
}
