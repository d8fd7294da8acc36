import assert from 'node:assert/strict';
import { exactDates, periodDates, periodLabel } from '../../../../extension/period/periodLabel.ts';
import { madrid } from '../texts.ts';

const period = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

// Intl puts thin and narrow spaces around the dash.
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('periodDates and exactDates', () => {
  const cases: [from: string, to: string, short: string, exact?: string][] = [
    ['2024-05-31T22:00:00Z', '2024-06-01T22:00:00Z', 'Jun 1, 2024'],
    ['2024-05-31T22:00:00Z', '2024-06-09T22:00:00Z', 'Jun 1 – 9, 2024'],
    ['2024-06-01T00:00:00Z', '2024-06-01T01:00:00Z', 'Jun 1, 2024, 2:00 – 3:00 AM'],
    ['2024-06-01T00:00:00Z', '2024-06-09T00:00:00Z', 'Jun 1 – 9, 2024', 'Jun 1, 2024, 2:00 AM – Jun 9, 2024, 2:00 AM'],
  ];
  for (const [from, to, short, exact = short] of cases) {
    it(`say ${short} of ${from} to ${to}`, () => {
      assert.equal(plain(periodDates(period(from, to), madrid)), short);
      assert.equal(plain(exactDates(period(from, to), madrid)), exact);
    });
  }
});

describe('periodLabel', () => {
  const week = period('2024-06-01T00:00:00Z', '2024-06-08T00:00:00Z');
  it('names a relative period', () => assert.equal(periodLabel({ id: '7d' }, week, madrid), 'Last 7 days'));
  it('names all', () => assert.equal(periodLabel({ id: 'all' }, week, madrid), 'All time'));
  it('tells the ends of a custom one', () => {
    assert.equal(periodLabel({ id: 'custom', ...week }, week, madrid), periodDates(week, madrid));
  });
});
