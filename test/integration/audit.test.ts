import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createDynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import { createTable } from '../../backend/dynamodb/table.ts';
import { RandomEvents } from '../contract/randomEvents.ts';
import { openDynalite, type Dynalite } from '../fixtures/dynalite.ts';

describe('npm run audit', () => {
  let dynalite: Dynalite;
  let table: string;
  const day = ['--from', '2021-03-26', '--to', '2021-03-28'];

  before(async () => {
    dynalite = await openDynalite();
    table = await dynalite.createTable();
    const store = createDynamoStore({ client: dynalite.client, table, now: Date.now });
    const random = new RandomEvents(31);
    for (let count = 0; count < 3; count++) {
      const { file, events } = random.file(20);
      await store.ingest(file, events);
    }
  });
  after(() => dynalite.close());

  function audit(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const env = {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: dynalite.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    return new Promise((resolve) => {
      execFile(process.execPath, ['scripts/audit.ts', ...args], { env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  }

  it('says that all is right, finds what is not, and repairs it', async () => {
    const right = await audit('--table', table, ...day);
    assert.match(right.out, /^\d+ events, \d+ rows, 0 differ, 0 files not settled\n$/);
    assert.equal(right.code, 0);

    const rows = createTable(dynalite.client, table);
    for await (const items of rows.pages({ pk: 'v1#activity#2021-03-27' })) {
      const row = items.find(({ attributes }) => attributes['c'] && !attributes['n']);
      if (row) await rows.delete(row);
    }
    const wrong = await audit('--table', table, ...day);
    assert.match(wrong.out, /2021-03-27 \d\dh 111122223333_CloudTrail_\S+: counted 0, stored \d+\n/);
    assert.match(wrong.out, /, 1 differ, /);
    assert.equal(wrong.code, 2);
    assert.match((await audit('--table', table, ...day, '--repair')).out, /, repaired\n/);
    assert.equal((await audit('--table', table, ...day)).code, 0);
  });

  for (const [args, message] of [
    [[], /--table is missing/],
    [['--table', 'x', '--from', '2021-02-30', '--to', '2021-03-01'], /--from: 2021-02-30 is not a day/],
    [['--tabel', 'x'], /Unknown option '--tabel'/],
  ] as const) {
    it(`says what is wrong with "${args.join(' ')}"`, async () => {
      const { code, err } = await audit(...args);
      assert.equal(code, 1);
      assert.match(err, message);
      assert.doesNotMatch(err, /\n\s+at /);
    });
  }
});
