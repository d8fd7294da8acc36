import assert from 'node:assert/strict';
import { Random } from '../../../backend/sample/random.ts';

describe('Random', () => {
  it('is a function of its seed', () => {
    const [one, same, other] = ['a', 'a', 'b'].map((seed) => new Random(seed).hex(64));
    assert.equal(one, same);
    assert.notEqual(one, other);
  });

  it('is even', () => {
    const random = new Random('even');
    const counts = Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.int(10)]!++;
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, counts.join(' '));
  });

  it('keeps its limits', () => {
    const random = new Random('limits');
    const seen = new Set(Array.from({ length: 1000 }, () => random.between(3, 5)));
    assert.deepEqual([...seen].sort(), [3, 4, 5]);
    assert.equal(random.chance(0), false);
    assert.equal(random.chance(1), true);
  });

  it('picks the first of a list most often', () => {
    const random = new Random('pick');
    const counts = { a: 0, b: 0, c: 0, d: 0 };
    for (let i = 0; i < 10_000; i++) counts[random.pickFrequent(['a', 'b', 'c', 'd'] as const)]++;
    assert.ok(counts.a > 4700 && counts.a < 5300, JSON.stringify(counts));
    assert.ok(counts.b > counts.c && counts.c > counts.d, JSON.stringify(counts));
  });

  it('makes UUIDs, letters and hexadecimal digits', () => {
    const random = new Random('forms');
    for (let i = 0; i < 100; i++) {
      assert.match(random.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    assert.match(random.letters(16), /^[A-Z2-7]{16}$/);
    assert.match(random.hex(17), /^[0-9a-f]{17}$/);
  });
});
