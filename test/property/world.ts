import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTrackerApi } from '../../backend/core/createTrackerApi.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { EventStore } from '../../backend/core/eventStore.ts';
import { createStoreOnTable } from '../../backend/dynamodb/dynamoStore.ts';
import type { Table } from '../../backend/dynamodb/table.ts';
import { createQuery } from '../../backend/lambda/createQuery.ts';
import { openRestServer } from '../../backend/local/restServer.ts';
import { openSqliteStore } from '../../backend/sqlite/sqliteStore.ts';
import { createMemoryStore } from '../contract/memoryStore.ts';
import { RandomEvents } from '../contract/randomEvents.ts';
import { call } from '../fixtures/http.ts';
import { createMemoryTable } from '../fixtures/memoryTable.ts';
import { restApiEvent } from '../fixtures/restApiEvent.ts';
import type { Ask } from '../parity/wholeAnswer.ts';

/** The moment at which everything is asked: the last of the generated events are some hours old. */
export const NOW = Date.parse('2021-03-29T05:20:00Z');

const FILES = 10;
const CONTEXT = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 60_000 };

/** Both back ends over the same few events, and the naive store over them. */
export interface World {
  naive: EventStore;
  /** All events, newest first. */
  events: readonly TrackerEvent[];
  /** Asks a back end over its own transport: HTTP, and what API Gateway hands over. */
  backEnds: Readonly<Record<'embedded' | 'deployed', Ask>>;
  /** Where the embedded one listens. */
  url: string;
  /** What was logged as a fault of ours since this was asked last. */
  faults(): unknown[];
  close(): Promise<void>;
}

/** @param table where the deployed back end keeps its events: DynamoDB's stand-in in memory, unless told otherwise */
export async function openWorld(seed: number, table: Table = createMemoryTable()): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-property-'));
  const sqlite = await openSqliteStore(path.join(folder, 'index.sqlite'), () => NOW);
  const dynamo = createStoreOnTable(table, { now: () => NOW });
  const naive = createMemoryStore();
  const random = new RandomEvents(seed);
  for (const { file, events } of Array.from({ length: FILES }, () => random.file()))
    for (const store of [naive, sqlite, dynamo]) await store.ingest(file, events);

  const faults: unknown[] = [];
  const apiOf = (store: EventStore) =>
    createTrackerApi({
      store,
      now: () => NOW,
      version: '1',
      readRecord: ({ file, position }) => Promise.resolve({ file, position }),
    });
  const server = await openRestServer({ api: apiOf(sqlite), port: 0, log: (error) => faults.push(error) });
  const query = createQuery({ api: apiOf(dynamo), log: (entry) => entry.level === 'error' && faults.push(entry) });
  const { events } = await naive.events({ period: { from: 0, to: NOW * 2 }, filter: {}, limit: Infinity });
  return {
    naive,
    events,
    url: server.url,
    backEnds: {
      embedded: (target) => call(server.url, target),
      deployed: async (target) => {
        const { statusCode, headers, body } = await query(restApiEvent(target), CONTEXT);
        return { status: statusCode, headers, body };
      },
    },
    faults: () => faults.splice(0),
    close: async () => {
      await server.close();
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}
