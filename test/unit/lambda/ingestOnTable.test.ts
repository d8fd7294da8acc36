import assert from 'node:assert/strict';
import { DEFAULT_DROP, dropSettingsText, KEEP_ALL, type DropSettings } from '../../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { eventOf } from '../../../backend/core/eventOf.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { baseName } from '../../../backend/core/logFile.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import type { Table } from '../../../backend/dynamodb/table.ts';
import { createMemoryTable } from '../../fixtures/memoryTable.ts';
import { CLASSROOM, NOW, record } from '../../fixtures/classroom.ts';
import { dyingAfter } from '../dynamodb/dyingAfter.ts';
import { assertSound, eventsIn } from '../dynamodb/useTable.ts';
import { logFile, logKey, naming, useIngest } from './useIngest.ts';

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
});
