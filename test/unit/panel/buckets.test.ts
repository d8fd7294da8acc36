import assert from 'node:assert/strict';
import { bucketsOf, stepFor } from '../../../media/panel/buckets.ts';
import { isoTime } from '../../../media/panel/format.ts';
import { DAY, HOUR, createZone } from '../../../media/panel/zone.ts';

describe('buckets', () => {
  const steps: [string, number, string][] = [
    ['an hour', HOUR, 'quarter'],
    ['a day', DAY, 'quarter'],
    ['a week', 7 * DAY, 'hour'],
    ['15 days', 15 * DAY, 'threeHours'],
    ['30 days', 30 * DAY, 'day'],
    ['90 days', 90 * DAY, 'day'],
    ['a year', 365 * DAY, 'week'],
    ['ten years', 3650 * DAY, 'month'],
  ];
  for (const [name, length, step] of steps) it(`${name} is cut by ${step}`, () => assert.equal(stepFor(length), step));

  const cases: {
    name: string;
    zone: string;
    from: string;
    to: string;
    field: string;
    count: number;
    first: string;
    last: string;
    end: string;
    rows: [string, number][];
  }[] = [
    {
      name: 'days over the change to winter time',
      zone: 'Europe/Madrid',
      from: '2026-10-20T22:00:00Z',
      to: '2026-11-19T23:00:00Z',
      field: 'day',
      count: 30,
      first: '2026-10-20T22:00:00Z',
      last: '2026-11-18T23:00:00Z',
      end: '2026-11-19T23:00:00Z',
      rows: [
        ['2026-10-21', 0],
        ['2026-10-25', 4],
        ['2026-11-19', 29],
        ['2026-11-20', -1],
        ['2026-10-20', -1],
      ],
    },
    {
      name: 'a period that begins within a day',
      zone: 'America/Los_Angeles',
      from: '2026-09-01T20:00:00Z',
      to: '2026-10-01T20:00:00Z',
      field: 'day',
      count: 31,
      first: '2026-09-01T07:00:00Z',
      last: '2026-10-01T07:00:00Z',
      end: '2026-10-02T07:00:00Z',
      rows: [['2026-09-01', 0]],
    },
    {
      name: 'weeks from Monday',
      zone: 'UTC',
      from: '2025-11-20T00:00:00Z',
      to: '2026-11-20T00:00:00Z',
      field: 'day',
      count: 53,
      first: '2025-11-17T00:00:00Z',
      last: '2026-11-16T00:00:00Z',
      end: '2026-11-23T00:00:00Z',
      rows: [
        ['2025-11-17', 0],
        ['2025-11-23', 0],
        ['2025-11-24', 1],
        ['2026-11-19', 52],
      ],
    },
    {
      name: 'months before 1970 and after',
      zone: 'UTC',
      from: '1968-12-15T00:00:00Z',
      to: '1975-02-02T00:00:00Z',
      field: 'day',
      count: 75,
      first: '1968-12-01T00:00:00Z',
      last: '1975-02-01T00:00:00Z',
      end: '1975-03-01T00:00:00Z',
      rows: [
        ['1968-12-31', 0],
        ['1969-01-01', 1],
        ['1975-02-01', 74],
      ],
    },
    {
      name: 'three hours, counted from midnight, on the day of 25 hours',
      zone: 'Europe/Madrid',
      from: '2026-10-20T22:00:00Z',
      to: '2026-11-03T23:00:00Z',
      field: 'hour',
      count: 14 * 8 + 1,
      first: '2026-10-20T22:00:00Z',
      last: '2026-11-03T20:00:00Z',
      end: '2026-11-03T23:00:00Z',
      rows: [
        ['2026-10-21T00:00:00Z', 0],
        ['2026-10-21T01:00:00Z', 1],
        ['2026-11-03T22:00:00Z', 112],
        ['2026-11-03T23:00:00Z', -1],
      ],
    },
    {
      name: 'hours in a zone half an hour off are made of quarters',
      zone: 'Asia/Kolkata',
      from: '2026-11-16T18:30:00Z',
      to: '2026-11-19T18:30:00Z',
      field: 'quarter',
      count: 72,
      first: '2026-11-16T18:30:00Z',
      last: '2026-11-19T17:30:00Z',
      end: '2026-11-19T18:30:00Z',
      rows: [
        ['2026-11-16T18:15:00Z', -1],
        ['2026-11-16T19:15:00Z', 0],
        ['2026-11-16T19:30:00Z', 1],
      ],
    },
    {
      name: 'a period within one quarter of an hour',
      zone: 'UTC',
      from: '2026-11-16T18:30:00Z',
      to: '2026-11-16T18:45:00Z',
      field: 'quarter',
      count: 1,
      first: '2026-11-16T18:30:00Z',
      last: '2026-11-16T18:30:00Z',
      end: '2026-11-16T18:45:00Z',
      rows: [['2026-11-16T18:30:00Z', 0]],
    },
  ];
  for (const { name, zone, from, to, field, count, first, last, end, rows } of cases) {
    it(name, () => {
      const buckets = bucketsOf({ from, to }, zone);
      assert.equal(buckets.field, field);
      assert.equal(buckets.starts.length, count);
      assert.equal(isoTime(buckets.starts[0] ?? 0), first);
      assert.equal(isoTime(buckets.starts.at(-1) ?? 0), last);
      assert.equal(isoTime(buckets.end), end);
      for (const [value, index] of rows) assert.equal(buckets.indexOf(value), index, value);
    });
  }

  it('every quarter of a period falls into the bucket that it lies in', () => {
    for (const zone of ['UTC', 'Europe/Madrid', 'Asia/Kathmandu', 'America/St_Johns']) {
      const { starts, end, indexOf } = bucketsOf({ from: '2026-10-24T00:00:00Z', to: '2026-10-27T00:00:00Z' }, zone);
      for (let time = Date.parse('2026-10-24T00:00:00Z'); time < Date.parse('2026-10-27T00:00:00Z'); time += HOUR / 4) {
        const index = indexOf(isoTime(time));
        assert.ok((starts[index] ?? Infinity) <= time && time < (starts[index + 1] ?? end), `${zone} ${isoTime(time)}`);
      }
    }
  });

  it('a day begins at one where the clocks are put forward at midnight', () => {
    const zone = createZone('America/Sao_Paulo');
    const day = Date.parse('2018-11-04T00:00:00Z') / DAY;
    assert.equal(isoTime(zone.startOf(day)), '2018-11-04T03:00:00Z');
    assert.equal(zone.dayOf(zone.startOf(day)), day);
  });
});
