import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { matches } from '../../../backend/core/filter.ts';
import type { ActivityRequest, EventsRequest, TrackerApi } from '../../../backend/core/trackerApi.ts';
import type { PanelDeps } from '../../../extension/panel/panelDeps.ts';
import { createReadings } from '../../../extension/panel/readings.ts';
import { Reading, slicesOf } from '../../../extension/panel/reading.ts';

const PERIOD = { from: '2026-11-01T00:15:00Z', to: '2026-11-03T00:00:00Z' };
const { signal } = new AbortController();

function hour(at: string, count: number): ActivityRow {
  return { hour: `2026-11-${at}:00:00Z`, count, errors: 0, denied: 0, first: '', last: '' };
}

/** 3,000 events in 30 hours, every third of them from one address. */
const EVENTS = Array.from({ length: 3000 }, (_, index): TrackerEvent => {
  const time = Date.parse('2026-11-02T23:59:00Z') - index * 36_000;
  return {
    id: `e${index}`,
    eventTime: new Date(time).toISOString().replace('.000', ''),
    eventName: index % 2 ? 'RunInstances' : 'CreateBucket',
    eventSource: index % 2 ? 'ec2.amazonaws.com' : 's3.amazonaws.com',
    userIdentity_userName: `user${index % 5}`,
    kind: 'iamUser',
    home: '111122223333',
    outcome: index % 10 ? 'ok' : 'denied',
    sourceIPAddress: index % 3 ? '192.0.2.2' : '192.0.2.1',
  } as TrackerEvent;
});

/** Answers as a tracker does: counts of what the counters know, and short pages. */
function tracker() {
  const scans: EventsRequest[] = [];
  const within = ({ from = '', to = '', filter = {} }: ActivityRequest) =>
    EVENTS.filter((event) => event.eventTime >= from && event.eventTime < to && matches(event, filter));
  const api = {
    activity(request: ActivityRequest) {
      assert.deepEqual(request.filter, {}, 'only what is counted is asked of the counters');
      const counts = new Map<string, number>();
      for (const { eventTime } of within(request)) {
        const at = eventTime.slice(8, 13);
        counts.set(at, (counts.get(at) ?? 0) + 1);
      }
      return Promise.resolve([...counts].sort().map(([at, count]) => hour(at, count)));
    },
    scan(request: EventsRequest) {
      scans.push(request);
      const found = within(request);
      const start = Number(request.cursor ?? 0);
      const next = start + 100;
      return Promise.resolve({
        events: found.slice(start, next),
        ...(next < found.length && { next: String(next) }),
      });
    },
  } as Partial<TrackerApi> as TrackerApi;
  return { api, scans };
}

describe('slices of a period', () => {
  it('are whole hours, newest first, and leave nothing out', () => {
    const hours = [hour('01T00', 5), hour('01T07', 10), hour('02T03', 60), hour('02T04', 1)];
    assert.deepEqual(slicesOf(hours, PERIOD, 50), [
      { from: '2026-11-02T04:00:00Z', to: PERIOD.to, events: 1 },
      { from: '2026-11-02T03:00:00Z', to: '2026-11-02T04:00:00Z', events: 60 },
      { from: PERIOD.from, to: '2026-11-02T03:00:00Z', events: 15 },
    ]);
  });
  it('are none where nothing happened', () => assert.deepEqual(slicesOf([], PERIOD), []));
  it('are one where little happened', () =>
    assert.deepEqual(slicesOf([hour('02T03', 3)], PERIOD), [{ ...PERIOD, events: 3 }]));
});

describe('reading events for a question beyond the counters', () => {
  const filter = { sourceIPAddress: { in: ['192.0.2.1'] } };
  const question = { ...PERIOD, tz: 'UTC', filter };

  it('finds each matching event once, and counts them as the API would', async () => {
    const { api, scans } = tracker();
    const reading = await Reading.plan(api, question, signal);
    assert.equal(reading.of, 3000);
    assert.equal(scans.length, 0, 'nothing is read before it is wanted');
    while (!reading.finished) await reading.readOn(signal);
    assert.equal(reading.read, 3000);
    assert.deepEqual(
      reading.events.map(({ id }) => id),
      EVENTS.filter((event) => matches(event, filter)).map(({ id }) => id),
    );
    const byOutcome = await reading.activity({ ...filter, eventName: { in: ['CreateBucket'] } }, ['outcome']);
    assert.deepEqual(
      byOutcome.map(({ outcome, count }) => [outcome, count]),
      [
        ['denied', 100],
        ['ok', 400],
      ],
    );
    const first = reading.page(300);
    assert.deepEqual([first.events.length, first.next], [300, '300']);
    assert.equal(reading.page(1000, '300').events.length, 700);
  });

  it('can be given up and gone on with, and loses nothing', async () => {
    const { api } = tracker();
    const scan = api.scan.bind(api);
    let failing = true;
    api.scan = (request) =>
      failing && request.cursor === '100' ? Promise.reject(new Error('throttled')) : scan(request);
    const reading = await Reading.plan(api, question, signal);
    await assert.rejects(reading.readOn(signal), /throttled/);
    assert.deepEqual([reading.read, reading.events.length], [0, 0]);
    failing = false;
    while (!reading.finished) await reading.readOn(signal);
    assert.equal(reading.events.length, 1000);
  });

  it('is needed of a tracker, and of this computer only for millions', async () => {
    const look = async (metered: boolean) => {
      const { api } = tracker();
      const readings = createReadings({
        source: () => ({ name: '', description: '', api, metered }),
      } as Partial<PanelDeps> as PanelDeps);
      const state = await readings.look({ ...question, groupBy: [] }, false, signal);
      return [state?.of, state?.asks, readings.current !== undefined];
    };
    assert.deepEqual(await look(true), [3000, false, true]);
    assert.deepEqual(await look(false), [undefined, undefined, false]);
  });

  it('ends with the question', async () => {
    const { api } = tracker();
    const readings = createReadings({
      source: () => ({ name: '', description: '', api, metered: true }),
    } as Partial<PanelDeps> as PanelDeps);
    await readings.look({ ...question, groupBy: [] }, true, signal);
    const { current } = readings;
    assert.ok(current);
    await readings.look({ ...question, groupBy: ['user'] }, false, signal);
    assert.equal(readings.current, current, 'other groups are made of the same events');
    assert.equal(await readings.look({ ...question, filter: {}, groupBy: ['user'] }, false, signal), undefined);
    assert.equal(readings.current, undefined);
  });
});
