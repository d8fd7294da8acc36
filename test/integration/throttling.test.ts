import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import { CLIENT_SETTINGS } from '../../backend/lambda/clientSettings.ts';
import { createMemoryStore } from '../contract/memoryStore.ts';
import { createRandom, RandomEvents } from '../contract/randomEvents.ts';
import { openDynalite, type Dynalite } from '../fixtures/dynalite.ts';

/** What DynamoDB answers in bad times, and now and then nothing at all. The last ones come after it has done what it was asked. */
const FAULTS = [
  { status: 400, type: 'ProvisionedThroughputExceededException', done: false },
  { status: 400, type: 'ThrottlingException', done: false },
  { status: 500, type: 'InternalServerError', done: false },
  { status: 503, type: 'ServiceUnavailable', done: true },
  { status: 0, type: 'the connection breaks', done: true },
];

/** Stands before dynalite, and fails a share of all requests. */
async function openFaulty(target: string, share: number, random: () => number) {
  let failed = 0;
  const server = createServer((incoming, outgoing) => {
    const fault = random() < share ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
    const fail = () => {
      failed++;
      if (fault!.status === 0) return outgoing.destroy();
      outgoing.writeHead(fault!.status, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${fault!.type}`, message: fault!.type }));
    };
    if (fault && !fault.done) {
      incoming.resume().on('end', fail);
      return;
    }
    const { method, headers, url } = incoming;
    const passed = request(`${target}${url}`, { method, headers }, (answer) => {
      if (fault) {
        answer.resume().on('end', fail);
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failed: () => failed,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('a table that throttles, fails and breaks off', () => {
  let dynalite: Dynalite;
  before(async () => (dynalite = await openDynalite()));
  after(() => dynalite.close());

  /** A tenth is what the retries of the client bear; with more, and one retry, whole files have to be repeated. */
  for (const [share, repeats] of [
    [0.1, false],
    [0.2, true],
  ] as const) {
    it(`stores each event once where ${share * 100} % of all requests fail`, async function () {
      this.timeout(60_000);
      const random = createRandom(share * 10 + 1);
      const faulty = await openFaulty(dynalite.url, share, random);
      const table = await dynalite.createTable();
      const client = new DynamoDBClient({
        ...CLIENT_SETTINGS,
        maxAttempts: repeats ? 2 : CLIENT_SETTINGS.maxAttempts,
        endpoint: faulty.url,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      });
      try {
        const events = new RandomEvents(41);
        const files = Array.from({ length: 4 }, () => events.file(12));
        const naive = createMemoryStore();
        const store = createDynamoStore({ client, table, now: Date.now });
        let attempts = 0;
        for (const { file, events } of files) {
          await naive.ingest(file, events);
          for (let settled = false; !settled; attempts++) {
            settled = await store.ingest(file, events).then(
              () => true,
              () => false,
            );
          }
        }
        assert.ok(faulty.failed() > 5, `${faulty.failed()} requests failed`);
        assert.equal(attempts > files.length, repeats);
        const sound = createDynamoStore({ client: dynalite.client, table, now: Date.now });
        const query = { period: { from: 0, to: Date.parse('2030-01-01') }, filter: {}, tz: 'UTC' };
        const groupBy = ['user', 'account', 'region', 'service', 'eventName', 'readOnly', 'errorCode', 'quarter'];
        assert.deepEqual(await sound.activity({ ...query, groupBy }), await naive.activity({ ...query, groupBy }));
        assert.deepEqual((await sound.status()).events, (await naive.status()).events);
        const page = { ...query, limit: 1000 };
        assert.deepEqual((await sound.events(page)).events.length, (await naive.events(page)).events.length);
      } finally {
        client.destroy();
        faulty.close();
      }
    });
  }
});
