import assert from 'node:assert/strict';
import { createTable, type Capacity } from '../../../backend/dynamodb/table.ts';
import { openDynalite, type Dynalite } from '../../fixtures/dynalite.ts';

describe('a table tells what its requests consume', () => {
  let dynalite: Dynalite;
  let name: string;
  before(async () => {
    dynalite = await openDynalite();
    name = await dynalite.createTable();
  });
  after(() => dynalite.close());

  const place = { pk: 'p', sk: '1' };
  /** Of 6 KB with its keys: two read units of 4 KB, six write units of 1 KB. */
  const item = { text: { S: 'x'.repeat(6000) } };

  it('in reads, half where they may be a moment behind, and in writes', async () => {
    const capacity: Capacity = { read: 0, write: 0 };
    const table = createTable(dynalite.client, name, capacity);
    const used = async (ask: () => Promise<unknown>): Promise<Capacity> => {
      const before = { ...capacity };
      await ask();
      return { read: capacity.read - before.read, write: capacity.write - before.write };
    };
    const all = async () => {
      for await (const page of table.pages({ pk: 'p' })) assert.equal(page.length, 1);
    };
    assert.deepEqual(await used(() => table.put(place, item)), { read: 0, write: 6 });
    assert.deepEqual(await used(() => table.get(place)), { read: 1, write: 0 });
    assert.deepEqual(await used(() => table.get(place, { consistent: true })), { read: 2, write: 0 });
    assert.deepEqual(await used(() => table.get({ pk: 'none', sk: '1' })), { read: 0.5, write: 0 });
    assert.deepEqual(await used(all), { read: 1, write: 0 });
    assert.deepEqual(await used(() => table.delete(place)), { read: 0, write: 6 });
  });

  it('only where somebody wants to know', async () => {
    const asked: object[] = [];
    const { client } = dynalite;
    const watching = { send: (command: { input: object }, options: object) => (asked.push(command.input), client.send(command as never, options)) }; // prettier-ignore
    const table = createTable(watching as unknown as typeof client, name);
    await table.put(place, item);
    await table.get(place);
    await table.delete(place);
    assert.equal(asked.length, 3);
    for (const input of asked) assert.ok(!('ReturnConsumedCapacity' in input));
  });
});
