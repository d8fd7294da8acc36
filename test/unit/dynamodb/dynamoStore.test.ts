import { createDynamoStore, createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import { testEventStore } from '../../contract/eventStore.ts';
import { openDynalite, type Dynalite } from '../../fixtures/dynalite.ts';
import { createMemoryTable } from '../../fixtures/memoryTable.ts';

testEventStore('DynamoStore on a table in memory', () => {
  const table = createMemoryTable();
  const open = () => createStoreOnTable(table, { now: Date.now });
  return Promise.resolve({
    store: open(),
    reopen: () => Promise.resolve(open()),
    close: () => Promise.resolve(),
  });
});

describe('with a server', () => {
  let dynalite: Dynalite;
  before(async () => (dynalite = await openDynalite()));
  after(() => dynalite.close());

  testEventStore(
    'DynamoStore on dynalite',
    async () => {
      const table = await dynalite.createTable();
      const open = () => createDynamoStore({ client: dynalite.client, table, now: Date.now });
      return {
        store: open(),
        reopen: () => Promise.resolve(open()),
        close: () => Promise.resolve(),
      };
    },
    { pages: 2, activity: 15, seeds: [11] },
  );
});
