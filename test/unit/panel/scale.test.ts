import assert from 'node:assert/strict';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import { createFormat } from '../../../media/panel/format.ts';
import { countTicks, timeTicks } from '../../../media/panel/scale.ts';

describe('scale', () => {
  const counts: [number, number[]][] = [
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [12, [0, 5, 10, 15]],
    [20, [0, 5, 10, 15, 20]],
    [2317, [0, 500, 1000, 1500, 2000, 2500]],
    [60, [0, 20, 40, 60]],
  ];
  for (const [max, ticks] of counts) it(`ticks up to ${max}`, () => assert.deepEqual(countTicks(max), ticks));

  const times: [string, string, string, string, number, string[]][] = [
    ['an hour', 'UTC', '2026-11-16T10:15:00Z', '2026-11-16T11:15:00Z', 800, ['10:15', '10:30', '10:45', '11:00']],
    [
      'a day',
      'Europe/Madrid',
      '2026-11-16T23:00:00Z',
      '2026-11-17T23:00:00Z',
      300,
      ['17 Nov', '06:00', '12:00', '18:00'],
    ],
    [
      'three days',
      'UTC',
      '2026-11-16T06:00:00Z',
      '2026-11-19T06:00:00Z',
      400,
      ['12:00', '17 Nov', '12:00', '18 Nov', '12:00', '19 Nov'],
    ],
    [
      'a month',
      'UTC',
      '2026-11-01T00:00:00Z',
      '2026-12-01T00:00:00Z',
      600,
      ['2 Nov', '9 Nov', '16 Nov', '23 Nov', '30 Nov'],
    ],
    [
      'a year of weeks',
      'UTC',
      '2026-01-01T00:00:00Z',
      '2027-01-01T00:00:00Z',
      800,
      ['2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
    ],
    [
      'ten years',
      'UTC',
      '2014-06-01T00:00:00Z',
      '2024-06-01T00:00:00Z',
      800,
      ['2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2024'],
    ],
  ];
  for (const [name, zone, from, to, width, labels] of times) {
    it(`the axis of ${name}`, () => {
      const format = createFormat('en-GB', zone);
      const ticks = timeTicks(bucketsOf({ from, to }, zone), zone, width);
      const written = ticks.map(({ time, form }) => format.tick(time, form));
      assert.deepEqual(written, labels);
    });
  }

  it('labels never take more room than there is', () => {
    for (let width = 200; width < 1400; width += 100) {
      for (const days of [1, 2, 7, 15, 30, 90, 200, 365, 2000, 4000]) {
        const to = Date.parse('2026-11-23T00:00:00Z');
        const from = new Date(to - days * 86_400_000).toISOString().replace('.000', '');
        const ticks = timeTicks(bucketsOf({ from, to: '2026-11-23T00:00:00Z' }, 'UTC'), 'UTC', width);
        assert.ok(ticks.length > 0 && ticks.length * 64 <= width, `${days} days in ${width}: ${ticks.length}`);
      }
    }
  });
});
