import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DEFAULT_DROP,
  dropRule,
  dropSettingsText,
  KEEP_ALL,
  type DropSettings,
} from '../../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { eventOf } from '../../../backend/core/eventOf.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { baseName } from '../../../backend/core/logFile.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import type { Table } from '../../../backend/dynamodb/table.ts';
import { createRandom } from '../../contract/randomEvents.ts';
import { awsError } from '../../fixtures/fakeClient.ts';
import { createMemoryTable } from '../../fixtures/memoryTable.ts';
import { CLASSROOM, iamUser, NOW, record } from '../../fixtures/classroom.ts';
import { beforeEachRequest } from '../dynamodb/beforeEachRequest.ts';
import { dyingAfter } from '../dynamodb/dyingAfter.ts';
import { ALL, assertSound, eventsIn, openStore } from '../dynamodb/useTable.ts';
import { breaking, logFile, logKey, naming, openObject, useIngest, type TestedIngest } from './useIngest.ts';

const A = logKey('aaa');
const READS = [
  record('read', '2017-11-20T10:00:00Z', 'DescribeInstances'),
  record('read-2', '2017-11-20T11:00:01Z', 'GetObject', { readOnly: true }),
];

function storeOn(table: Table, settings: DropSettings) {
  return createStoreOnTable(table, { now: () => NOW, settings: dropSettingsText(settings) });
}

function eventsOf(key: string, records: readonly JsonObject[]): TrackerEvent[] {
  return records.map((each, position) => eventOf(each, baseName(key), position));
}

/** Delivers messages until none is left, as the queue would, and answers those that it would set aside after five attempts. */
async function deliverAll(tested: TestedIngest, keys: readonly string[]): Promise<string[]> {
  let left = [...keys];
  for (let receiveCount = 1; receiveCount <= 5 && left.length > 0; receiveCount++)
    left = await tested.deliver(left.map((key) => naming([key], { receiveCount })));
  return left;
}

/** Files that have some of their records in common. */
function overlapping(count: number): Map<string, JsonObject[]> {
  const keys = Array.from({ length: count }, (_, index) => logKey(`file${index}`));
  return new Map(keys.map((key, index) => [key, CLASSROOM.slice(index, index + 6)]));
}

function eventsOfAll(files: ReadonlyMap<string, JsonObject[]>): TrackerEvent[] {
  const ruleThatDrops = dropRule(DEFAULT_DROP);
  return [...files]
    .flatMap(([key, records]) => eventsOf(key, records))
    .filter((event) => ruleThatDrops(event) === undefined);
}

/** As a network hands them over. */
function* inParts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

describe('the ingest function on a table', () => {
  it('counts what was stored before its drop settings changed', async () => {
    const records = [...READS, ...CLASSROOM.slice(0, 5)];
    const [bytes, events] = [logFile(records), eventsOf(A, records)];
    const isRead = ({ readOnly }: TrackerEvent) => readOnly;
    let reads = 0;
    for (let requests = 0, died = true; died; requests++) {
      const table = createMemoryTable();
      const before = useIngest({ store: storeOn(dyingAfter(table, requests), KEEP_ALL), dropSettings: KEEP_ALL });
      before.files.set(A, bytes);
      died = (await before.deliver([naming([A])])).length > 0;
      const left = eventsIn(table);
      reads += left.filter(isRead).length;
      const after = useIngest({ store: storeOn(table, DEFAULT_DROP), dropSettings: DEFAULT_DROP });
      after.files.set(A, bytes);
      assert.deepEqual(await after.deliver([naming([A], { receiveCount: 2 })]), []);
      await assertSound(table, [...left, ...events.filter((event) => !isRead(event))], events);
    }
    assert.ok(reads > 0);
  });

  it('is exact after S3 was throttled, failed and broke off', async () => {
    const files = overlapping(8);
    const random = createRandom(31);
    const table = createMemoryTable();
    let failures = 0;
    const tested: TestedIngest = useIngest({
      store: storeOn(table, DEFAULT_DROP),
      s3: {
        open: async (_bucket, key) => {
          const bytes = tested.files.get(key)!;
          const fate = random();
          if (fate < 0.7) failures++;
          if (fate < 0.25) throw awsError('SlowDown', 503);
          if (fate < 0.5) throw awsError('InternalError', 500);
          return fate < 0.7 ? { ...openObject(bytes), chunks: breaking(bytes) } : openObject(bytes);
        },
      },
    });
    for (const [key, records] of files) tested.files.set(key, logFile(records));
    let left = [...files.keys()];
    while (left.length > 0) left = await deliverAll(tested, left);
    assert.ok(failures > files.size);
    await assertSound(table, eventsOfAll(files));
  });

  it('is exact after its time was up in the middle of a file, with requests that were still under way', async () => {
    const events = eventsOf(A, CLASSROOM);
    const seen = new Set<number>();
    for (let requests = 0, isBroken = true; isBroken; requests += 3) {
      const table = createMemoryTable();
      const gate = Promise.withResolvers<void>();
      let left = requests;
      const waiting = beforeEachRequest(table, (request, { pk }) =>
        request === 'put' && !pk.endsWith('#problems') && left-- <= 0 ? gate.promise : undefined,
      );
      const tested = useIngest({ store: storeOn(waiting, KEEP_ALL), dropSettings: KEEP_ALL });
      tested.files.set(A, logFile(CLASSROOM));
      isBroken = (await tested.deliver([naming([A])], { getRemainingTimeInMillis: () => 5_040 })).length > 0;
      seen.add(eventsIn(table).length);
      assert.deepEqual((await storeOn(table, KEEP_ALL).status()).unsettled, isBroken ? [A] : []);
      const again = useIngest({ store: storeOn(table, KEEP_ALL), dropSettings: KEEP_ALL });
      again.files.set(A, logFile(CLASSROOM));
      gate.resolve();
      assert.deepEqual(await again.deliver([naming([A], { receiveCount: 2 })]), []);
      await sleep(5);
      await assertSound(table, events);
    }
    assert.ok(seen.size > 3);
  });

  it('sets aside a file that can never be read, and nothing else', async () => {
    const files = overlapping(9);
    const poison = logKey('poison');
    const table = createMemoryTable();
    const tested = useIngest({ store: storeOn(table, DEFAULT_DROP) });
    for (const [key, records] of files) tested.files.set(key, logFile(records));
    tested.files.set(poison, logFile(CLASSROOM).subarray(0, -20));
    const keys = [...files.keys()];
    assert.deepEqual(await deliverAll(tested, [...keys.slice(0, 4), poison, ...keys.slice(4)]), [poison]);
    await assertSound(table, eventsOfAll(files));
    const { rejected, files: settled } = await openStore(table).status();
    assert.deepEqual([rejected, settled], [1, files.size]);
  });

  it('takes a file of 100,000 records', async function () {
    this.timeout(300_000);
    const records = Array.from({ length: 100_000 }, (_, index) => {
      const time = `2017-11-20T15:${String(index % 60).padStart(2, '0')}:00Z`;
      return record(`${index}`, time, `Run${index}`, { userIdentity: iamUser(`user ${index % 50}`) });
    });
    const table = createMemoryTable();
    const tested = useIngest(({ files }) => ({
      store: storeOn(table, DEFAULT_DROP),
      s3: {
        open: async (_bucket, key) => ({
          ...openObject(files.get(key)!),
          chunks: Readable.from(inParts(files.get(key)!)),
        }),
      },
    }));
    tested.files.set(A, logFile(records));
    assert.deepEqual(await tested.deliver([naming([A])]), []);
    const rows = table.items().filter(({ pk }) => pk.includes('#activity#'));
    assert.ok(rows.some(({ sk }) => sk.endsWith('#1')), 'no row had to be divided'); // prettier-ignore
    for (const { attributes } of rows) assert.ok((attributes['c']?.B?.length ?? 0) < 390_000);
    await assertSound(table, eventsOf(A, records));
  });

  it('takes a record of 256 KB, and names that are hostile', async () => {
    const long = 'é/#%\u0000"'.repeat(30_000);
    const records = [long, '..', '#', '%23', '~~', '\ud800'].map((text) =>
      record(text, '2017-11-20T15:00:00Z', text, {
        eventSource: `${text}.amazonaws.com`,
        awsRegion: text,
        userIdentity: { type: 'IAMUser', userName: text, accountId: text, arn: text },
        requestParameters: { instanceId: text, bucketName: text },
      }),
    );
    const table = createMemoryTable();
    const tested = useIngest({ store: storeOn(table, DEFAULT_DROP) });
    tested.files.set('hostile.json.gz', logFile(records));
    assert.deepEqual(await tested.deliver([naming(['hostile.json.gz'])]), []);
    for (const { pk, sk } of table.items()) assert.ok(Buffer.byteLength(pk) < 2048 && Buffer.byteLength(sk) < 1024);
    const events = eventsOf('hostile.json.gz', records);
    await assertSound(table, events);
    for (const { userIdentity_userName: name } of events) {
      const filter = { user: { in: [name] } };
      const page = await openStore(table).events({ period: ALL, filter, limit: 10 });
      assert.ok(page.events.some((event) => event.userIdentity_userName === name));
    }
  });
});
