import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../../backend/core/activity.ts';
import { partsOfSubject } from '../../../../extension/panel/filterCommands.ts';
import { nameOf, type LevelNode } from '../../../../extension/tree/activityNode.ts';
import { groupsLevel, type ShownGroup } from '../../../../extension/tree/groupLevel.ts';
import { levelRows } from '../../../../extension/tree/sortOrder.ts';
import { kindsLevel } from '../../../../extension/tree/userLevels.ts';

const user = (kind: string, home: string, name: string, count: number, day = '01'): ActivityRow => ({
  kind,
  home,
  user: name,
  count,
  errors: 1,
  denied: 1,
  first: `2026-10-${day}T08:00:00Z`,
  last: `2026-10-${day}T09:00:00Z`,
});
const rows = [
  user('iamUser', '1', 'ana', 5, '02'),
  user('iamUser', '1', 'bo', 9, '01'),
  user('iamUser', '2', 'bo', 2, '03'),
  user('role', '1', 'Lab', 7),
];
const group = (name: string, ...members: string[]): ShownGroup => ({ name, description: '', members });
const level = groupsLevel([group('Z', 'ana', 'bo', 'eve', 'zoe'), group('A', 'ana'), group('Nobody')]);
const names = (found: readonly LevelNode[]) =>
  found.map(({ subject }) => (subject.type === 'more' ? `more of ${subject.total}` : nameOf(subject)));

describe('groups in the Users view', () => {
  it('need no question besides the one about the kinds', () => {
    assert.deepEqual([level.groupBy, level.filter], [kindsLevel().groupBy, {}]);
  });

  it('come before the kinds, which are what they were', () => {
    const nodes = level.nodes(rows);
    assert.deepEqual(names(nodes), ['Z', 'A', 'Nobody', 'iamUser', 'role']);
    assert.deepEqual(
      nodes.slice(3).map(({ id, totals }) => [id, totals]),
      kindsLevel()
        .nodes(rows)
        .map(({ id, totals }) => [id, totals]),
    );
    assert.deepEqual(names(levelRows(nodes, 'name', 2)), ['A', 'Nobody', 'Z', 'iamUser', 'role']);
    assert.deepEqual(names(levelRows(nodes, 'count', 2)), ['Z', 'A', 'Nobody', 'iamUser', 'role']);
    assert.deepEqual(names(levelRows(level.nodes([]), 'name', 2)), ['A', 'Nobody', 'Z']);
  });

  it('say how many of their members did something, and sum that up', () => {
    const [z, , nobody] = level.nodes(rows);
    assert.deepEqual(z!.subject, { type: 'group', name: 'Z', description: '', active: 2, size: 4 });
    assert.deepEqual(z!.totals, {
      count: 16,
      errors: 3,
      denied: 3,
      first: '2026-10-01T08:00:00Z',
      last: '2026-10-03T09:00:00Z',
    });
    assert.deepEqual(z!.filter, { group: { in: ['Z'] } });
    assert.deepEqual([nobody!.totals.count, nobody!.totals.last, nobody!.children], [0, '', []]);
  });

  it('have all their members, in the order chosen, those who did nothing with 0', () => {
    const { children } = level.nodes(rows)[0]!;
    assert.deepEqual(
      children!.map(({ subject, totals, filter, question }) => [subject.type, totals.count, filter, !!question]),
      [
        ['user', 5, { user: { in: ['ana'] } }, true],
        ['user', 9, { user: { in: ['bo'] }, home: { in: ['1'] } }, true],
        ['user', 2, { user: { in: ['bo'] }, home: { in: ['2'] } }, true],
        ['member', 0, { user: { in: ['eve'] } }, false],
        ['member', 0, { user: { in: ['zoe'] } }, false],
      ],
    );
    assert.deepEqual(names(levelRows(children!, 'name', 9)), ['ana', 'bo', 'bo', 'eve', 'zoe']);
    assert.deepEqual(names(levelRows(children!, 'count', 9)), ['bo', 'ana', 'bo', 'eve', 'zoe']);
    assert.deepEqual(names(levelRows(children!, 'lastSeen', 9)), ['bo', 'ana', 'bo', 'eve', 'zoe']);
    const cut = levelRows(children!, 'name', 2);
    assert.deepEqual(names(cut), ['ana', 'bo', 'more of 5']);
    assert.deepEqual(cut[2]!.filter, { group: { in: ['Z'] } });
  });

  it('have rows of their own, whose names are unique in the view', () => {
    const ids = level.nodes(rows).flatMap((node) => [node.id, ...node.children!.map(({ id }) => id)]);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('are what the panel is filtered by', () => {
    const [z] = level.nodes(rows);
    assert.deepEqual(partsOfSubject(z!.subject), [{ field: 'group', test: 'is', value: 'Z' }]);
    assert.deepEqual(partsOfSubject(z!.children![4]!.subject), [{ field: 'user', test: 'is', value: 'zoe' }]);
  });
});
