import assert from 'node:assert/strict';
import { compareNaturally } from '../../../backend/core/naturalOrder.ts';

describe('compareNaturally', () => {
  const orders: [why: string, sorted: string[]][] = [
    ['numbers by value', ['student2', 'student10', 'student100']],
    ['numbers within names', ['lab2-b', 'lab10-a', 'lab10-b']],
    ['leading zeros are another name', ['a01', 'a1', 'a2']],
    ['letters before their accents, case last', ['alba', 'Alba', 'álvaro', 'ana']],
    ['account ids', ['111122223333', '111122223334']],
    ['long numbers', ['i-9', 'i-10000000000000000000001', 'i-10000000000000000000002']],
  ];
  for (const [why, sorted] of orders) {
    it(why, () => {
      for (const shuffled of [sorted.toReversed(), [...sorted.slice(1), sorted[0]!]]) {
        assert.deepEqual(shuffled.sort(compareNaturally), sorted);
      }
    });
  }

  it('keeps different names apart', () => {
    for (const [a, b] of [
      ['a\u0301', '\u00e1'],
      ['a', 'a\u200b'],
      ['', '\u0000'],
    ] as const) {
      assert.notEqual(compareNaturally(a, b), 0);
      assert.equal(Math.sign(compareNaturally(a, b)), -Math.sign(compareNaturally(b, a)));
    }
  });
});
