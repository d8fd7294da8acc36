import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { encodeEventId, keyOf } from '../../../backend/core/eventId.ts';
import { serviceOf } from '../../../backend/core/service.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import { readEventItem } from '../../../backend/dynamodb/eventItem.ts';
import type { Table } from '../../../backend/dynamodb/table.ts';
import type { MemoryTable } from '../../fixtures/memoryTable.ts';

export const ALL = { from: 0, to: Date.parse('2030-01-01T00:00:00Z') };
const GROUPS = ['user', 'account', 'region', 'service', 'eventName', 'readOnly', 'errorCode', 'quarter'] as const;

export function openStore(table: Table) {
  return createStoreOnTable(table, { now: Date.now });
}

/** The events that lie in a table, read past the store. */
export function eventsIn(table: MemoryTable): TrackerEvent[] {
  return table
    .items()
    .filter(({ pk }) => pk.includes('#user#'))
    .map((item) => readEventItem(item).event);
}

/**
 * What must hold whatever happened: each event once, counters equal to a recount, status and catalogue complete. Users of events
 * that were begun and then dropped may be in the catalogue.
 */
export async function assertSound(
  table: MemoryTable,
  delivered: readonly TrackerEvent[],
  begun: readonly TrackerEvent[] = [],
): Promise<void> {
  const store = openStore(table);
  const events = eventsIn(table);
  const ids = new Set(delivered.map((event) => encodeEventId(keyOf(event))));
  assert.deepEqual(new Set(events.map(({ id }) => id)), ids);
  assert.equal(events.length, ids.size);
  const query = { period: ALL, filter: {}, groupBy: GROUPS, tz: 'UTC' };
  assert.deepEqual(await store.activity(query), await activityFromEvents(events, query));
  const status = await store.status();
  assert.equal(status.events, events.length);
  assert.equal(status.records, status.events + status.duplicates + status.dropped + status.broken);
  assert.deepEqual(status.unsettled, []);
  const services = new Set(events.map(({ eventSource }) => serviceOf(eventSource)));
  assert.deepEqual(new Set(await store.catalogue('services')), services);
  const names = (await store.catalogue('users')).map(({ name, kind, home }) => JSON.stringify([name, kind, home]));
  const usersOf = (some: readonly TrackerEvent[]) =>
    some.map(({ userIdentity_userName: name, kind, home }) => JSON.stringify([name, kind, home]));
  const mayBe = new Set(usersOf(begun));
  assert.deepEqual(new Set(names.filter((name) => !mayBe.has(name))), new Set(usersOf(events).filter((name) => !mayBe.has(name)))); // prettier-ignore
  assert.deepEqual(usersOf(events).filter((name) => !names.includes(name)), []); // prettier-ignore
}
