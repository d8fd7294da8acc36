import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../../backend/core/activity.ts';
import { nameOf, type LevelNode } from '../../../../extension/tree/activityNode.ts';
import { servicesLevel } from '../../../../extension/tree/levels.ts';
import { kindsLevel } from '../../../../extension/tree/userLevels.ts';
import { levelRows, type SortOrder } from '../../../../extension/tree/sortOrder.ts';

const service = (name: string, count: number, denied: number, last: string): ActivityRow => ({
  service: name,
  count,
  errors: denied,
  denied,
  first: last,
  last,
});
const nodes = servicesLevel().nodes([
  service('s10', 5, 0, '2024-01-03T00:00:00Z'),
  service('s2', 5, 2, '2024-01-01T00:00:00Z'),
  service('s1', 9, 1, '2024-01-02T00:00:00Z'),
]);
const names = (rows: LevelNode[]) =>
  rows.map((row) => (row.subject.type === 'more' ? `more of ${row.subject.total}` : nameOf(row.subject)));

describe('levelRows', () => {
  for (const [order, expected] of [
    ['name', ['s1', 's2', 's10']],
    ['count', ['s1', 's2', 's10']],
    ['lastSeen', ['s10', 's1', 's2']],
    ['denied', ['s2', 's1', 's10']],
  ] satisfies [SortOrder, string[]][]) {
    it(`sorts by ${order}`, () => assert.deepEqual(names(levelRows(nodes, order, 200)), expected));
  }

  it('shows as many rows as allowed and the way to all', () => {
    assert.deepEqual(names(levelRows(nodes, 'count', 2)), ['s1', 's2', 'more of 3']);
    assert.deepEqual(names(levelRows(nodes, 'count', 3)), ['s1', 's2', 's10']);
  });

  it('filters the way to all by what is above the level', () => {
    const parent = kindsLevel().nodes([
      { ...service('', 1, 0, ''), kind: 'role', home: '1', user: 'a' },
      { ...service('', 1, 0, ''), kind: 'role', home: '1', user: 'b' },
    ])[0]!;
    const more = levelRows(parent.children!, 'name', 1)[1]!;
    assert.deepEqual(more.filter, { kind: { in: ['role'] } });
    assert.equal(more.parent, parent);
  });

  it('sorts accounts by what they are called', () => {
    const homes = ['1', '2', '3'].map((home) => ({ ...service('', 1, 0, ''), kind: 'role', home, user: 'a' }));
    const [namesakes] = kindsLevel().nodes([...homes, { ...homes[0]!, user: 'b' }])[0]!.children!;
    const called = (home: string) => ({ '1': 'z', '3': 'a' })[home] ?? home;
    const sorted = levelRows(namesakes!.children!, 'name', 9, called);
    assert.deepEqual(sorted.map(({ subject }) => subject.type === 'user' && subject.user.home), ['2', '3', '1']); // prettier-ignore
  });

  it('leaves the kinds in their own order', () => {
    const rows = [
      { ...service('', 1, 0, ''), kind: 'person', home: '', user: 'p' },
      { ...service('', 9, 0, ''), kind: 'role', home: '1', user: 'r' },
    ];
    assert.deepEqual(names(levelRows(kindsLevel().nodes(rows), 'count', 200)), ['person', 'role']);
  });
});
