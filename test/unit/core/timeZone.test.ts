import assert from 'node:assert/strict';
import { createTimeZone, isTimeZone, startOfDay } from '../../../backend/core/timeZone.ts';
import { createTimeGroups } from '../../../backend/core/timeGroups.ts';
import { createRandom } from '../../contract/randomEvents.ts';

describe('createTimeZone', () => {
  const zones = [
    'UTC',
    'Europe/Madrid',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Pacific/Apia',
    'Africa/Casablanca',
  ];
  for (const tz of zones) {
    it(`tells the days of ${tz} as Intl does`, () => {
      const zone = createTimeZone(tz);
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz });
      const random = createRandom(1);
      for (let count = 0; count < 2000; count++) {
        const time = Date.parse('2009-01-01') / 1000 + Math.floor(random() * 20 * 365 * 86_400);
        assert.equal(zone.dayOf(time), format.format(time * 1000), new Date(time * 1000).toISOString());
      }
    });
  }

  it('finds the second at which clocks change', () => {
    const zone = createTimeZone('Europe/Madrid');
    const change = Date.parse('2021-03-28T01:00:00Z') / 1000;
    assert.deepEqual([zone.offsetAt(change - 1), zone.offsetAt(change)], [3600, 7200]);
  });

  it('knows offsets of seconds', () => {
    assert.equal(createTimeZone('Africa/Monrovia').offsetAt(0), -(44 * 60 + 30));
  });

  it('refuses what is no zone', () => {
    assert.throws(() => createTimeZone('Mars/Olympus'), RangeError);
    assert.deepEqual(['UTC', 'Europe/Madrid', 'Mars', ''].map(isTimeZone), [true, true, false, false]);
  });
});

describe('startOfDay', () => {
  const table: [date: string, tz: string, start: string, why: string][] = [
    ['2021-03-28', 'UTC', '2021-03-28T00:00:00Z', 'UTC'],
    ['2021-03-28', 'Europe/Madrid', '2021-03-27T23:00:00Z', 'before the clocks change'],
    ['2021-03-29', 'Europe/Madrid', '2021-03-28T22:00:00Z', 'after it'],
    ['2021-06-01', 'Asia/Kathmandu', '2021-05-31T18:15:00Z', 'a quarter of an hour'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 'midnight is skipped'],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00Z', 'the hour before midnight comes twice'],
    ['2021-11-07', 'America/Havana', '2021-11-07T04:00:00Z', 'the hour after midnight comes twice'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', 'the day is skipped'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z', 'the day after it'],
  ];
  for (const [date, tz, start, why] of table) {
    it(`${date} in ${tz}: ${why}`, () => assert.equal(startOfDay(Date.parse(date), tz), Date.parse(start)));
  }
});

describe('createTimeGroups', () => {
  it('sees where a day begins within a quarter of an hour', () => {
    // At 00:01 of 7 November 2010 clocks in St. John's went back to 23:01 of the 6th.
    const midnight = Date.parse('2010-11-07T02:30:00Z') / 1000;
    const times = createTimeGroups(['day'], 'America/St_Johns');
    assert.deepEqual(
      [-1, 0, 59, 60, 3660].map((second) => times.text('day', times.of(midnight + second))),
      ['2010-11-06', '2010-11-07', '2010-11-07', '2010-11-06', '2010-11-07'],
    );
    assert.deepEqual(
      [-1, 0, 4].map((quarter) => times.isWhole(midnight / 900 + quarter)),
      [true, false, true],
    );
  });
});
