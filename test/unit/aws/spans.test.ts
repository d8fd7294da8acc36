import assert from 'node:assert/strict';
import { coveredSeconds, gapsIn, joined, type Span } from '../../../backend/aws/spans.ts';
import { afterPage, readPassState } from '../../../backend/aws/historyState.ts';

const span = (from: number, to: number): Span => ({ from, to });

describe('spans of time', () => {
  it('are made one where they touch', () => {
    assert.deepEqual(joined([span(5, 9), span(1, 4), span(20, 30), span(25, 26), span(8, 7)]), [
      span(1, 9),
      span(20, 30),
    ]);
    assert.deepEqual(joined([span(1, 3), span(5, 6)]), [span(1, 3), span(5, 6)]);
  });

  const cases: [done: Span[], gaps: Span[]][] = [
    [[], [span(10, 20)]],
    [[span(10, 20)], []],
    [[span(0, 30)], []],
    [[span(12, 14)], [span(15, 20), span(10, 11)]],
    [[span(0, 12), span(18, 40)], [span(13, 17)]],
    [[span(0, 5), span(25, 26)], [span(10, 20)]],
  ];
  for (const [done, gaps] of cases) {
    it(`leave ${JSON.stringify(gaps)} beside ${JSON.stringify(done)}`, () => {
      assert.deepEqual(gapsIn(span(10, 20), done), gaps);
      const missing = gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
      assert.equal(coveredSeconds(span(10, 20), done), 11 - missing);
    });
  }
});

describe('the state of a pass', () => {
  it('forgets what is too old, and the ids of what is complete', () => {
    const events = [{ id: 'a', time: 90 }, { id: 'b', time: 70 }]; // prettier-ignore
    const state = afterPage({ done: [span(1, 5)], loose: { old: 3, c: 40 } }, { span: span(71, 80), events }, 10);
    assert.deepEqual(state, { done: [span(71, 80)], loose: { c: 40, a: 90, b: 70 } });
    assert.deepEqual(afterPage(state, { span: span(40, 100), events: [] }, 10), { done: [span(40, 100)], loose: {} });
  });

  it('is read from whatever stands in the file', () => {
    const nothing = { done: [], loose: {} };
    for (const value of [
      undefined,
      null,
      1,
      [],
      'x',
      { done: 1, loose: 1 },
      { done: [{ from: 'a' }], loose: { a: 'b' } },
    ])
      assert.deepEqual(readPassState(value), nothing);
    const good = { done: [span(1, 2)], loose: { a: 3 } };
    assert.deepEqual(readPassState(JSON.parse(JSON.stringify(good))), good);
  });
});
