import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { EVENT_COLUMNS } from '../../../extension/panel/eventColumns.ts';
import { NEWEST_FIRST, nextSort, sortEvents } from '../../../media/panel/sortEvents.ts';

const EVENTS = ['b10', 'B9', 'a', 'a'].map((eventName, index) => ({ id: String(index), eventName }) as TrackerEvent);
const ids = (by: string, descending: boolean) =>
  sortEvents(EVENTS, { by, descending }, ({ eventName }) => eventName)
    .map(({ id }) => id)
    .join('');

describe('sorting events', () => {
  it('keeps equal ones newest first, and counts numbers in names', () => {
    assert.equal(ids('eventName', false), '2310');
    assert.equal(ids('eventName', true), '0123');
    assert.equal(ids('eventTime', true), '0123');
    assert.equal(ids('eventTime', false), '3210');
  });

  it('goes round: one way, the other, and back to newest first', () => {
    const once = nextSort(NEWEST_FIRST, 'user');
    const twice = nextSort(once, 'user');
    assert.deepEqual(
      [once, twice, nextSort(twice, 'user')],
      [{ by: 'user', descending: false }, { by: 'user', descending: true }, NEWEST_FIRST],
    );
    const oldest = nextSort(NEWEST_FIRST, 'eventTime');
    assert.deepEqual([oldest, nextSort(oldest, 'eventTime')], [{ by: 'eventTime', descending: false }, NEWEST_FIRST]);
  });

  it('is offered for each field once, under the better of its names', () => {
    assert.equal(new Set(EVENT_COLUMNS).size, EVENT_COLUMNS.length);
    for (const name of ['eventTime', 'user', 'service', 'requestParameters_instanceType'])
      assert.ok(EVENT_COLUMNS.includes(name), name);
    for (const name of ['eventSource', 'userIdentity_userName']) assert.ok(!EVENT_COLUMNS.includes(name), name);
  });
});
