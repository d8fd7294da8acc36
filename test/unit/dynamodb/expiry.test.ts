import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import { compareKeys, keyOf } from '../../../backend/core/eventId.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import { readEventItem } from '../../../backend/dynamodb/eventItem.ts';
import { pages } from '../../contract/eventStore.ts';
import { RandomEvents } from '../../contract/randomEvents.ts';
import { createMemoryTable } from '../../fixtures/memoryTable.ts';
import { ALL, eventsIn } from './useTable.ts';

const DAY = 86_400_000;
const QUARTER = 900_000;
const RETENTION = 30;

describe('a table whose events expire', () => {
  const table = createMemoryTable();
  const storeAt = (now: number) => createStoreOnTable(table, { now: () => now, retentionDays: RETENTION });

  before(async () => {
    const random = new RandomEvents(41);
    for (let count = 0; count < 6; count++) {
      const { file, events } = random.file(40);
      await storeAt(Date.parse('2021-03-29T00:00:00Z')).ingest(file, events);
    }
  });

  it('bears on each event when it expires, and keeps its counters as long', () => {
    const seconds = (time: string) => Date.parse(time) / 1000 + (RETENTION * DAY) / 1000;
    const lastOfHour = new Map<string, number>();
    for (const item of table.items()) {
      const ttl = Number(item.attributes['ttl']?.N);
      if (item.pk.includes('#user#')) {
        const { eventTime } = readEventItem(item).event;
        assert.equal(ttl, seconds(eventTime));
        lastOfHour.set(eventTime.slice(0, 13), Math.max(ttl, lastOfHour.get(eventTime.slice(0, 13)) ?? 0));
      }
    }
    const rows = table.items().filter(({ pk, attributes }) => pk.includes('#activity#') && attributes['c']);
    assert.ok(rows.length > 20);
    for (const { pk, sk, attributes } of rows) {
      const [day, hour] = [pk.split('#')[2]!, sk.slice(0, 2)];
      assert.ok(Number(attributes['ttl']?.N) >= lastOfHour.get(`${day}T${hour}`)!, `${pk} ${sk}`);
    }
    const forEver = table.items().filter(({ attributes }) => !attributes['ttl']);
    assert.deepEqual(new Set(forEver.map(({ pk }) => pk.split('#')[1])), new Set(['catalogue']));
  });

  it('answers nothing that has expired, though it is still there', async () => {
    const groupBy = ['user', 'service', 'eventName', 'quarter'] as const;
    const counts = new Set<number>();
    for (
      let now = Date.parse('2021-04-24T23:07:11Z');
      now < Date.parse('2021-04-29T00:00:00Z');
      now += 7.3 * 3_600_000
    ) {
      const oldest = Math.ceil((now - RETENTION * DAY) / QUARTER) * QUARTER;
      const expected = eventsIn(table).filter(({ eventTime }) => Date.parse(eventTime) >= oldest);
      counts.add(expected.length);
      const store = storeAt(now);
      const query = { period: ALL, filter: {}, groupBy, tz: 'UTC' };
      assert.deepEqual(await store.activity(query), await activityFromEvents(expected, query));
      const found = await pages(store, { period: ALL, filter: {}, limit: 50 });
      const inOrder = expected.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)));
      assert.deepEqual(found.map(({ id }) => id), inOrder.map(({ id }) => id)); // prettier-ignore
      const [user] = expected;
      if (!user) continue;
      const filter = { user: { in: [user.userIdentity_userName] } };
      const own = inOrder.filter(({ userIdentity_userName: name }) => name === user.userIdentity_userName);
      const ofUser = await pages(store, { period: ALL, filter, limit: 50 });
      assert.deepEqual(ofUser.map(({ id }) => id), own.map(({ id }) => id)); // prettier-ignore
    }
    assert.ok(counts.size > 5 && counts.has(0));
  });
});
