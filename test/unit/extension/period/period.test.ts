import assert from 'node:assert/strict';
import {
  apiTime,
  defaultPeriod,
  readPeriodChoice,
  resolvePeriod,
  type PeriodChoice,
} from '../../../../extension/period/period.ts';

const now = Date.parse('2024-06-15T12:07:00Z');
const covered = { oldestEvent: '2018-01-05T10:20:00Z', newestEvent: '2018-12-20T10:30:00Z' };

describe('resolvePeriod', () => {
  const cases: [PeriodChoice, from: string, to: string][] = [
    [{ id: '1h' }, '2024-06-15T11:00:00Z', '2024-06-15T12:15:00Z'],
    [{ id: '24h' }, '2024-06-14T12:00:00Z', '2024-06-15T12:15:00Z'],
    [{ id: '7d' }, '2024-06-08T12:00:00Z', '2024-06-15T12:15:00Z'],
    [{ id: '1y' }, '2023-06-16T12:00:00Z', '2024-06-15T12:15:00Z'],
    [{ id: 'all' }, '2018-01-05T10:15:00Z', '2018-12-20T10:45:00Z'],
    [
      { id: 'custom', from: Date.parse('2024-01-01T00:01:00Z'), to: Date.parse('2024-01-02T00:00:00Z') },
      '2024-01-01T00:00:00Z',
      '2024-01-02T00:00:00Z',
    ],
  ];
  for (const [choice, from, to] of cases) {
    it(`of ${choice.id} holds at least what was chosen, in whole quarters`, () => {
      const period = resolvePeriod(choice, covered, now);
      assert.deepEqual([apiTime(period.from), apiTime(period.to)], [from, to]);
    });
  }

  it('of all time is a week while nothing is known', () => {
    assert.deepEqual(resolvePeriod({ id: 'all' }, {}, now), resolvePeriod({ id: '7d' }, {}, now));
  });
});

describe('defaultPeriod', () => {
  for (const [newestEvent, id] of [
    [undefined, '7d'],
    ['2024-06-15T12:00:00Z', '7d'],
    ['2024-06-08T12:07:00Z', '7d'],
    ['2024-06-08T12:06:59Z', 'all'],
    ['2018-12-20T10:30:00Z', 'all'],
    ['2031-01-01T00:00:00Z', '7d'],
  ] as const) {
    it(`is ${id} where the newest event is ${newestEvent ?? 'not known'}`, () =>
      assert.deepEqual(defaultPeriod({ newestEvent }, now), { id }));
  }
});

describe('readPeriodChoice', () => {
  for (const choice of [{ id: '7d' }, { id: 'all' }, { id: 'custom', from: 1, to: 2 }]) {
    it(`reads ${JSON.stringify(choice)}`, () => assert.deepEqual(readPeriodChoice(choice), choice));
  }
  for (const value of [undefined, null, '7d', {}, { id: 'x' }, { id: 'custom' }, { id: 'custom', from: 2, to: 1 }]) {
    it(`ignores ${JSON.stringify(value)}`, () => assert.equal(readPeriodChoice(value), undefined));
  }
});
