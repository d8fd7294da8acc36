import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { PanelPeriod } from '../../../extension/panel/protocol.ts';
import { isoTime } from '../../../media/panel/format.ts';
import { busiestCell, hoursOf, hoursPlan, isInHours, movedTo, type HourCell } from '../../../media/panel/hours.ts';
import { levelOf, shadesOf } from '../../../media/panel/shades.ts';
import { HOUR, QUARTER } from '../../../media/panel/zone.ts';

function row(time: string, count: number, more: Partial<ActivityRow> = {}): ActivityRow {
  return { errors: 0, denied: 0, first: '', last: '', ...more, hour: time, count };
}

/** Events every ten minutes of a period. */
function events(from: string, to: string): TrackerEvent[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return Array.from({ length: Math.ceil((end - begin) / 600_000) }, (_, index) => ({
    id: String(index),
    eventTime: isoTime(begin + index * 600_000),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    userIdentity_userName: 'ana',
    kind: 'iamUser',
    home: '1',
    outcome: index % 7 ? 'ok' : 'denied',
    readOnly: false,
    awsRegion: 'eu-west-1',
    account: '1',
  })) as unknown as TrackerEvent[];
}

const mapOf = (rows: ActivityRow[], period: PanelPeriod, timeZone: string) =>
  hoursOf(rows, hoursPlan(period, timeZone));
const span = (cell: HourCell | undefined) => cell && [isoTime(cell.busiest.from), isoTime(cell.busiest.to)];

describe('hours of the day', () => {
  /** The map says of each hour what a clock on the wall would, counted event by event with Intl alone. */
  const periods: [name: string, zone: string, from: string, to: string, field: string][] = [
    ['days of 24 hours', 'Europe/Madrid', '2026-11-02T23:00:00Z', '2026-11-09T23:00:00Z', 'hour'],
    ['a day of 25 hours', 'Europe/Madrid', '2026-10-23T22:00:00Z', '2026-10-27T23:00:00Z', 'hour'],
    ['a day of 23 hours', 'Europe/Madrid', '2026-03-27T23:00:00Z', '2026-03-31T22:00:00Z', 'hour'],
    ['clocks changed at midnight', 'America/Santiago', '2026-09-04T04:00:00Z', '2026-09-08T03:00:00Z', 'hour'],
    ['a zone half an hour off', 'Asia/Kolkata', '2026-11-01T18:30:00Z', '2026-11-05T18:30:00Z', 'quarter'],
    [
      'clocks changed by half an hour',
      'Australia/Lord_Howe',
      '2026-04-02T13:00:00Z',
      '2026-04-06T13:30:00Z',
      'quarter',
    ],
    ['from and to within a day', 'America/New_York', '2026-11-02T12:15:00Z', '2026-11-04T17:45:00Z', 'hour'],
    ['months, by day of the week', 'Europe/Madrid', '2026-09-30T22:00:00Z', '2026-12-01T23:00:00Z', 'hour'],
  ];
  for (const [name, timeZone, from, to, field] of periods) {
    it(`counts as the clocks on the wall: ${name}`, async () => {
      const period = { from, to };
      const all = events(from, to);
      assert.equal(hoursPlan(period, timeZone).field, field);
      const within = { from: Date.parse(from), to: Date.parse(to) };
      const rows = await activityFromEvents(all, { period: within, filter: {}, groupBy: [field], tz: timeZone });
      const map = mapOf(rows, period, timeZone);

      const clock = new Intl.DateTimeFormat('en-US', {
        timeZone,
        weekday: 'short',
        day: 'numeric',
        hour: 'numeric',
        hourCycle: 'h23',
      });
      const expected = new Map<string, number>();
      for (const { eventTime } of all) {
        const part = Object.fromEntries(
          clock.formatToParts(Date.parse(eventTime)).map(({ type, value }) => [type, value]),
        );
        const key = `${map.by === 'day' ? part.day : part.weekday} ${Number(part.hour)}`;
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
      const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
      const day = new Intl.DateTimeFormat('en-US', { timeZone, day: 'numeric' });
      const found = map.rows.flatMap(({ weekday, start, cells }) =>
        cells.flatMap((cell, hour) => {
          const label = start === undefined ? days[weekday] : day.format(start);
          return cell ? [[`${label} ${hour}`, cell.count] as const] : [];
        }),
      );
      assert.deepEqual(new Map([...found].sort()), new Map([...expected].sort()));
      assert.equal(
        map.rows.flatMap(({ cells }) => cells).reduce((sum, cell) => sum + (cell?.denied ?? 0), 0),
        all.filter(({ outcome }) => outcome === 'denied').length,
      );
    });
  }

  it('has the hour twice where clocks are put back, and none where they are put forward', () => {
    const autumn = mapOf([], { from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z' }, 'Europe/Madrid');
    assert.deepEqual(span(autumn.rows[0]?.cells[2]), ['2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z']);
    assert.deepEqual(span(autumn.rows[0]?.cells[23]), ['2026-10-25T22:00:00Z', '2026-10-25T23:00:00Z']);
    const spring = mapOf([], { from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z' }, 'Europe/Madrid');
    assert.equal(spring.rows[0]?.cells[2], undefined);
    assert.deepEqual(span(spring.rows[0]?.cells[3]), ['2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z']);
    assert.equal(spring.rows.length, 1);
  });

  it('keeps to the period, also within an hour', () => {
    const period = { from: '2026-11-02T10:30:00Z', to: '2026-11-02T12:00:00Z' };
    const { rows, max } = mapOf([row('2026-11-02T10:00:00Z', 3), row('2026-11-02T11:00:00Z', 5)], period, 'UTC');
    assert.deepEqual(
      rows[0]?.cells.map((cell) => cell?.count).filter((count) => count !== undefined),
      [3, 5],
    );
    assert.deepEqual(span(rows[0]?.cells[10]), ['2026-11-02T10:30:00Z', '2026-11-02T11:00:00Z']);
    assert.equal(max, 5);
  });

  it('of days of the week knows the busiest, and how many there are', () => {
    const period = { from: '2026-11-01T00:00:00Z', to: '2026-11-29T00:00:00Z' };
    const rows = [
      row('2026-11-02T09:00:00Z', 3, { errors: 1 }),
      row('2026-11-09T09:00:00Z', 7),
      row('2026-11-16T09:00:00Z', 2),
    ];
    const map = mapOf(rows, period, 'UTC');
    const cell = map.rows[0]?.cells[9];
    assert.deepEqual([map.by, map.rows.length, cell?.count, cell?.errors, cell?.days], ['weekday', 7, 12, 1, 4]);
    assert.deepEqual(span(cell), ['2026-11-09T09:00:00Z', '2026-11-09T10:00:00Z']);
    assert.deepEqual(busiestCell(map), { row: 0, hour: 9 });
  });

  it('takes the chart’s own rows where these are fine enough', () => {
    assert.deepEqual(
      [isInHours('hour', 'hour'), isInHours('quarter', 'hour'), isInHours('hour', 'quarter'), isInHours('day', 'hour')],
      [true, true, false, false],
    );
    assert.equal(4 * QUARTER, HOUR);
  });

  const moves: [key: string, ctrl: boolean, row: number, hour: number][] = [
    ['ArrowLeft', false, 1, 4],
    ['ArrowRight', false, 1, 6],
    ['ArrowUp', false, 0, 5],
    ['ArrowDown', false, 2, 5],
    ['Home', false, 1, 0],
    ['End', false, 1, 23],
    ['Home', true, 0, 0],
    ['End', true, 2, 23],
    ['PageUp', false, 0, 5],
    ['PageDown', false, 2, 5],
  ];
  it('is walked through by keys, and not beyond its edges', () => {
    const map = mapOf([], { from: '2026-11-01T00:00:00Z', to: '2026-11-04T00:00:00Z' }, 'UTC');
    for (const [key, ctrl, toRow, hour] of moves) {
      assert.deepEqual(movedTo(map, { row: 1, hour: 5 }, key, ctrl), { row: toRow, hour }, key);
    }
    assert.deepEqual(movedTo(map, { row: 0, hour: 0 }, 'ArrowUp', false), { row: 0, hour: 0 });
    assert.equal(movedTo(map, { row: 0, hour: 0 }, 'x', false), undefined);
    assert.equal(movedTo(map, { row: 0, hour: 0 }, 'constructor', false), undefined);
  });
});

describe('shades', () => {
  for (const max of [1, 2, 3, 7, 12, 99, 1000, 54_321, 1_000_000]) {
    it(`divide 1 to ${max} without gaps`, () => {
      const shades = shadesOf(max);
      assert.equal(shades[0]?.from, 1);
      assert.deepEqual([shades.at(-1)?.to, shades.at(-1)?.level], [max, 5]);
      for (const [index, { from, to, level }] of shades.entries()) {
        assert.ok(from <= to && level >= 1 && level <= 5);
        if (index > 0) assert.equal(from, (shades[index - 1]?.to ?? 0) + 1);
        assert.deepEqual([levelOf(from, shades), levelOf(to, shades)], [level, level]);
      }
      assert.equal(new Set(shades.map(({ level }) => level)).size, shades.length);
    });
  }

  it('are none where nothing happened', () => assert.deepEqual([shadesOf(0), levelOf(0, [])], [[], 0]));
});
