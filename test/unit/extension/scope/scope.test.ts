import assert from 'node:assert/strict';
import { isCountedFilter } from '../../../../backend/core/filter.ts';
import { hidesMost, readScope, SCOPE_IDS, scopeFilter } from '../../../../extension/scope/scope.ts';

describe('scope', () => {
  it("is people's changes by default", () => assert.equal(readScope(undefined), 'peoplesChanges'));
  it('is read as it was remembered', () => assert.equal(readScope('everything'), 'everything'));

  it("of people's changes holds what people, IAM users, roles and root changed, denied or not", () => {
    assert.deepEqual(scopeFilter('peoplesChanges'), {
      kind: { in: ['iamUser', 'person', 'role', 'root'] },
      readOnly: { in: ['false'] },
    });
  });

  for (const id of SCOPE_IDS) {
    it(`of ${id} is answered from the counters`, () => assert.equal(isCountedFilter(scopeFilter(id)), true));
  }

  for (const [shown, all, hides] of [
    [0, 0, false],
    [10, 100, true],
    [11, 100, false],
    [0, 1, true],
    [100, 100, false],
  ] as const) {
    it(`${hides ? 'hides' : 'does not hide'} most where ${shown} of ${all} show`, () =>
      assert.equal(hidesMost(shown, all), hides));
  }
});
