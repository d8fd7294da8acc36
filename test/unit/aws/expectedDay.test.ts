import assert from 'node:assert/strict';
import { monthlyBill, total } from '../../../backend/aws/bill.ts';
import { expectedDay, type DayOfTrail } from '../../../backend/aws/expectedDay.ts';

describe('expectedDay', () => {
  /** What `npm run bench tracker` printed as bills on 2026-11-24, with a year kept. */
  const measured: [what: string, DayOfTrail, looks: number, dollars: number][] = [
    ['a class of 120', { files: 118, records: 3_160, stored: 888 }, 100, 0.77],
    ['40 accounts', { files: 9_927, records: 241_617, stored: 55_413 }, 200, 12.08],
  ];
  for (const [what, day, looks, dollars] of measured) {
    it(`costs within a tenth what was measured of ${what}`, () => {
      const expected = total(monthlyBill(expectedDay(day, 365, looks)));
      assert.ok(Math.abs(expected / dollars - 1) < 0.1, `$${expected.toFixed(2)}`);
    });
  }

  it('stores what is kept, of events kept for ever a year', () => {
    const day = { files: 1, records: 10, stored: 10 };
    const bytes = (retention: number) => expectedDay(day, retention).storedBytes;
    assert.equal(bytes(90) * 2, bytes(180));
    assert.equal(bytes(0), bytes(365));
  });
});
