import assert from 'node:assert/strict';
import { membersOf, MOST_MEMBERS } from '../../../../extension/classes/group.ts';

describe('the members of a group', () => {
  const known = [
    'ana',
    'alucloud1',
    'alucloud2',
    'alucloud10',
    'Ana',
    'bo@example.edu',
    'eve@example.org',
    '.hidden',
    '#odd',
  ];
  const cases: [what: string, members: string[], expected: string[]][] = [
    ['names, seen or not', ['zoe', 'ana'], ['ana', 'zoe']],
    ['each once', ['ana', 'an?', 'ana'], ['ana']],
    ['a glob finds whoever was seen', ['alucloud*'], ['alucloud1', 'alucloud2', 'alucloud10']],
    ['a glob takes case seriously', ['A*'], ['Ana']],
    ['a glob of a domain', ['*@example.edu'], ['bo@example.edu']],
    ['names in braces are written out', ['alucloud{1..3}'], ['alucloud1', 'alucloud2', 'alucloud3']],
    ['with zeros', ['s{08..10}'], ['s08', 's09', 's10']],
    ['a list in braces', ['{ana,bea}'], ['ana', 'bea']],
    ['braces and a glob', ['{alu*,bo}1*'], ['alucloud1', 'alucloud10']],
    ['a class of characters', ['alucloud[12]'], ['alucloud1', 'alucloud2']],
    ['everybody, a dot at the beginning or not', ['*'], [...known]],
    ['what looks like a comment or a negation', ['#odd', '!ana'], ['!ana', '#odd']],
    ['nobody', [], []],
  ];
  for (const [what, members, expected] of cases)
    it(what, () => assert.deepEqual(new Set(membersOf({ members }, known)), new Set(expected)));

  it('are in natural order', () => {
    assert.deepEqual(membersOf({ members: ['alucloud{1..10}'] }, []).slice(0, 2), ['alucloud1', 'alucloud2']);
    assert.equal(membersOf({ members: ['alucloud{1..10}'] }, []).at(-1), 'alucloud10');
  });

  it('are bounded, whatever a file says', () => {
    assert.equal(membersOf({ members: ['a{1..1000000000}', '{a,b}{1..99999}{1..99999}'] }, []).length, MOST_MEMBERS);
  });
});
