import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { audit } from '../../../backend/dynamodb/audit.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import { createMemoryTable, type MemoryTable } from '../../fixtures/memoryTable.ts';
import { RandomEvents, withId } from '../../contract/randomEvents.ts';
import { beforeEachRequest } from './beforeEachRequest.ts';
import { dyingAfter } from './dyingAfter.ts';
import { ALL, assertSound, eventsIn, openStore } from './useTable.ts';

async function filled(): Promise<{ table: MemoryTable; events: TrackerEvent[] }> {
  const random = new RandomEvents(21);
  const table = createMemoryTable();
  const events: TrackerEvent[] = [];
  for (let count = 0; count < 5; count++) {
    const { file, events: own } = random.file(30);
    await openStore(table).ingest(file, own);
    events.push(...own);
  }
  return { table, events };
}

async function auditAll(table: MemoryTable, repair: boolean) {
  const spans = [
    { from: '2010-11-05', to: '2010-11-11' },
    { from: '2021-03-25', to: '2021-03-31' },
  ];
  const reports = [];
  for (const span of spans) reports.push(await audit(table, { ...span, repair, now: Date.now }));
  return {
    events: reports.reduce((sum, { events }) => sum + events, 0),
    differences: reports.flatMap(({ differences }) => differences),
    unsettled: reports.flatMap(({ unsettled }) => unsettled),
  };
}

describe('audit', () => {
  it('finds nothing where all is right, and reads every event', async () => {
    const { table } = await filled();
    const { events, differences, unsettled } = await auditAll(table, false);
    assert.equal(events, (await openStore(table).status()).events);
    assert.deepEqual([differences, unsettled], [[], []]);
  });

  it('reports and repairs rows that are lost, wrong or too many', async () => {
    const { table, events } = await filled();
    const before = table.items();
    const rows = before.filter(
      ({ pk, attributes }) => pk.includes('#activity#') && attributes['c'] && !attributes['n'],
    );
    assert.ok(rows.length > 3);
    const [lost, wrong, other] = rows;
    await table.delete(lost!);
    await table.put(wrong!, { ...wrong!.attributes, c: other!.attributes['c']! });
    const extra = { pk: wrong!.pk, sk: wrong!.sk.replace(/#\w+#/, '#00000000deadbeef#') };
    await table.put(extra, { c: other!.attributes['c']! });

    const found = await auditAll(table, false);
    assert.equal(found.differences.length, 3);
    assert.ok(found.differences.every(({ repaired }) => !repaired));

    const repaired = await auditAll(table, true);
    assert.equal(repaired.differences.length, 3);
    assert.ok(repaired.differences.every((difference) => difference.repaired));
    assert.deepEqual((await auditAll(table, false)).differences, []);
    await table.delete(extra);
    assert.deepEqual(table.items(), before);
    await assertSound(table, events);
  });

  it('completes the catalogue of services, and names files that were never settled', async () => {
    const { table, events } = await filled();
    const services = await openStore(table).catalogue('services');
    for (const item of table.items()) {
      if (item.pk.endsWith('#services')) await table.delete(item);
    }
    const settling = table.items().find(({ attributes }) => attributes['n'])!;
    await table.delete(settling);
    const { unsettled } = await auditAll(table, true);
    assert.equal(new Set(unsettled).size, 1);
    assert.deepEqual(await openStore(table).catalogue('services'), services);
    assert.deepEqual((await auditAll(table, false)).differences, []);
    const [total] = await openStore(table).activity({
      period: { from: 0, to: Date.parse('2030-01-01') },
      filter: {},
      groupBy: [],
      tz: 'UTC',
    });
    assert.equal(total?.count, new Set(events.map(({ id }) => id)).size);
  });

  it('sees whatever a crash has left, of users never seen before too', async () => {
    const { file, events } = new RandomEvents(24).file(12);
    const seen: number[] = [];
    for (let requests = 0, died = true; died; requests++) {
      const table = createMemoryTable();
      died = await openStore(dyingAfter(table, requests)).ingest(file, events).then(() => false, () => true); // prettier-ignore
      const there = eventsIn(table);
      const isSettled = table.items().some(({ attributes }) => attributes['n']);
      seen.push(there.length);
      const { events: count, unsettled } = await auditAll(table, true);
      assert.deepEqual(
        [count, unsettled.length > 0],
        [there.length, !isSettled && there.length > 0],
        `${requests} requests`,
      );
      const query = { period: ALL, filter: {}, groupBy: ['user', 'quarter'], tz: 'UTC' } as const;
      assert.deepEqual(await openStore(table).activity(query), await activityFromEvents(there, query));
      await openStore(table).ingest(file, events);
      await assertSound(table, events);
    }
    assert.ok(new Set(seen).size > 5);
  });

  it('repairs rows so that they expire when they would have', async () => {
    const table = createMemoryTable();
    const { file, events } = new RandomEvents(22).file(20);
    await createStoreOnTable(table, { now: () => Date.parse('2021-04-01'), retentionDays: 3650 }).ingest(file, events);
    const before = table.items();
    for (const item of before) {
      if (item.pk.includes('#activity#') && !item.attributes['n']) await table.delete(item);
    }
    const { differences } = await auditAll(table, true);
    assert.ok(differences.length > 5);
    assert.deepEqual(table.items(), before);
  });

  it('takes nothing from the counters, whenever a file of somebody new arrives meanwhile', async () => {
    const random = new RandomEvents(23);
    const [known, newcomers] = [random.file(10), random.file(12)];
    const events = newcomers.events.map((event, index) => {
      const eventTime = `2021-03-27T10:${String(index).padStart(2, '0')}:00Z`;
      return withId({ ...event, userIdentity_userName: `newcomer ${index}`, eventTime, eventID: `new ${index}` });
    });
    const day = { from: '2021-03-27', to: '2021-03-27', repair: true, now: Date.now };
    let arrived = true;
    for (let requests = 0; arrived; requests++) {
      const table = createMemoryTable();
      await openStore(table).ingest(known.file, known.events);
      arrived = false;
      let left = requests;
      const busy = beforeEachRequest(table, async () => {
        if (arrived || left-- > 0) return;
        arrived = true;
        await openStore(table).ingest(newcomers.file, events);
      });
      await audit(busy, day);
      if (!arrived) await openStore(table).ingest(newcomers.file, events);
      await assertSound(table, [...known.events, ...events]);
    }
  });

  it('leaves a row alone that somebody changes meanwhile', async () => {
    const { table } = await filled();
    const row = table.items().find(({ pk, attributes }) => pk.includes('#activity#') && !attributes['n'])!;
    await table.delete(row);
    const busy: MemoryTable = {
      ...table,
      put: async (place, attributes, condition) => {
        if (place.sk === row.sk && place.pk === row.pk) await table.put(row, row.attributes);
        return table.put(place, attributes, condition);
      },
    };
    const { differences } = await auditAll(busy, true);
    assert.deepEqual(differences.map(({ repaired }) => repaired), [false]); // prettier-ignore
    assert.deepEqual((await auditAll(table, false)).differences, []);
  });
});
