import assert from 'node:assert/strict';
import { MOST_MEMBERS } from '../../../../extension/classes/group.ts';
import { MOST_GROUPS, readGroupsFile } from '../../../../extension/classes/groupsFile.ts';
import { textPlaces, type Path } from '../../../../extension/workspaceFiles/textPlaces.ts';
import { english } from '../texts.ts';

const GROUP = { name: 'Cloud 2026', members: ['ana', 'alucloud{1..60}', '*@example.edu'] };
const read = (json: unknown) => readGroupsFile(JSON.stringify(json), english);

describe('the file of groups', () => {
  it('holds groups with a name, members and, if need be, a description and a period', () => {
    const { groups, problems } = read({
      $schema: 'x',
      groups: [GROUP, { ...GROUP, name: 'b', description: 'The others.', period: { from: '2026-09-01' } }],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(groups, [
      { ...GROUP, description: '', term: {}, at: 0 },
      { ...GROUP, name: 'b', description: 'The others.', term: { from: '2026-09-01' }, at: 1 },
    ]);
  });

  it('may have groups without members yet', () => {
    assert.deepEqual(read({ groups: [{ name: 'a', members: [] }] }).problems, []);
  });

  // [what is wrong, what is said, what it is said of]
  const mistakes: [entry: unknown, message: RegExp, at: string][] = [
    ['ana', /object/, '"ana"'],
    [{ ...GROUP, name: ' ' }, /name/, '" "'],
    [{ ...GROUP, name: 'x'.repeat(101) }, /100/, `"${'x'.repeat(101)}"`],
    [{ ...GROUP, teacher: 'eva' }, /"teacher"/, '"eva"'],
    [{ ...GROUP, description: 7 }, /text/, '7'],
    [{ name: 'a' }, /list of members/, '{"name":"a"}'],
    [{ name: 'a', members: 'ana' }, /list of members/, '"ana"'],
    [{ name: 'a', members: ['ana', ''] }, /200/, '""'],
    [{ name: 'a', members: ['ana', 7] }, /200/, '7'],
    [{ name: 'a', members: ['x'.repeat(201)] }, /200/, `"${'x'.repeat(201)}"`],
    [{ name: 'a', members: ['ana', '*a*b*'] }, /2 asterisks/, '"*a*b*"'],
    [{ name: 'a', members: ['{b,*a*}*'] }, /2 asterisks/, '"{b,*a*}*"'],
    [{ name: 'a', members: ['a{1..201}*'] }, /200.*globs/, '["a{1..201}*"]'],
    [{ name: 'a', members: ['a{1..5000}', 'b'] }, new RegExp(`${MOST_MEMBERS}`), '["a{1..5000}","b"]'],
    [{ name: 'a', members: ['{a,b}{1..99999}{1..99999}'] }, /5000 members/, '["{a,b}{1..99999}{1..99999}"]'],
    [{ ...GROUP, period: '2026' }, /object/, '"2026"'],
    [{ ...GROUP, period: { since: '2026-09-01' } }, /"since"/, '"2026-09-01"'],
    [{ ...GROUP, period: { from: '2026-02-30' } }, /no date/, '"2026-02-30"'],
    [{ ...GROUP, period: { to: 20260201 } }, /no date/, '20260201'],
    [{ ...GROUP, period: { from: '2026-02-02', to: '2026-02-01' } }, /from lies after to/, '"2026-02-02"'],
  ];
  for (const [entry, message, at] of mistakes) {
    it(`says what is wrong with ${JSON.stringify(entry).slice(0, 80)}, and where`, () => {
      const text = JSON.stringify({ groups: [entry, { ...GROUP, name: 'good' }] });
      const { groups, problems } = readGroupsFile(text, english);
      assert.deepEqual(
        groups.map(({ name }) => name),
        ['good'],
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
      const { start, end } = textPlaces(text)(problems[0]!.where as Path);
      assert.equal(text.slice(start, end), at);
    });
  }

  it('has each name once, and not too many', () => {
    const twice = read({ groups: [GROUP, GROUP] });
    assert.deepEqual([twice.groups.length, twice.problems[0]?.where], [1, ['groups', 1, 'name']]);
    const many = read({ groups: Array.from({ length: MOST_GROUPS + 1 }, (_, at) => ({ ...GROUP, name: `${at}` })) });
    assert.equal(many.groups.length, MOST_GROUPS);
    assert.match(many.problems[0]!.message, /100 groups/);
  });

  it('is JSON', () => {
    assert.equal(readGroupsFile('groups: []', english).problems.length, 1);
    assert.match(read([]).problems[0]!.message, /"groups"/);
  });
});
