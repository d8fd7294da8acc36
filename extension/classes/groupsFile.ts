import { isObject } from '../../backend/core/json.ts';
import type { L10n } from '../format.ts';
import { FileReading, isName, LONGEST_NAME, type TextProblem } from '../workspaceFiles/fileReading.ts';
import type { Path } from '../workspaceFiles/textPlaces.ts';
import { excessOf, MOST_ASTERISKS, MOST_GLOBS, MOST_MEMBERS, type Excess, type Group } from './group.ts';
import { readSpan } from './readSpan.ts';

export interface GroupsFile {
  /** In the order of the file; `at` is the number of each in it. */
  groups: (Group & { at: number })[];
  problems: TextProblem[];
}

/** Enough for a school. */
export const MOST_GROUPS = 100;
/** Characters: the names that AWS allows are shorter, and a glob that is not too long is matched quickly. */
export const LONGEST_MEMBER = 200;

/**
 * Reads `{"groups": [{"name", "description", "members", "period": {"from", "to"}}]}`. Strict: whatever it does not know is a problem.
 * A group with a problem is left out, the others are not. media/schemas/groups.json says the same to the editor.
 */
export function readGroupsFile(text: string, l10n: L10n): GroupsFile {
  const reading = new FileReading(l10n);

  function readMembers(path: Path, members: unknown): string[] | undefined {
    if (!Array.isArray(members))
      return reading.fail(path, l10n.t('A group needs a list of members: {0}.', '{"members": ["ana", "student*"]}'));
    for (const [at, member] of members.entries()) {
      if (typeof member !== 'string' || member.trim() === '' || member.length > LONGEST_MEMBER)
        return reading.fail([...path, at], l10n.t('A member is a name of at most {0} characters.', LONGEST_MEMBER));
      if (excessOf([member]) === 'asterisks') return reading.fail([...path, at], excessText('asterisks'));
    }
    const excess = excessOf(members as string[]);
    return excess ? reading.fail(path, excessText(excess)) : (members as string[]);
  }

  function excessText(excess: Excess): string {
    switch (excess) {
      case 'members':
        return l10n.t('A group has at most {0} members.', MOST_MEMBERS);
      case 'globs':
        return l10n.t('At most {0} members of a group are globs, names with * or ? in them.', MOST_GLOBS);
      case 'asterisks':
        return l10n.t('There are at most {0} asterisks in a name.', MOST_ASTERISKS);
    }
  }

  function readGroup(entry: unknown, path: Path): GroupsFile['groups'][number] | undefined {
    const fail = (key: string, message: string) => reading.fail([...path, key], message);
    if (!isObject(entry)) return reading.fail(path, l10n.t('A group is an object with a name and members.'));
    const { name, description = '', members, period = {}, ...others } = entry;
    if (!reading.knowsAll(path, others)) return undefined;
    if (!isName(name)) return fail('name', l10n.t('A group needs a name of at most {0} characters.', LONGEST_NAME));
    if (typeof description !== 'string') return fail('description', l10n.t('A description is a text.'));
    const names = readMembers([...path, 'members'], members);
    if (!names) return undefined;
    if (!isObject(period))
      return fail('period', l10n.t('A period is an object: {0}.', '{"from": "2026-09-01", "to": "2027-01-31"}'));
    const { from, to, ...more } = period;
    if (!reading.knowsAll([...path, 'period'], more)) return undefined;
    const term = readSpan(reading, [...path, 'period'], { from, to });
    return term && { name, description, members: names, term, at: Number(path.at(-1)) };
  }

  const groups = reading.namedList(text, {
    key: 'groups',
    most: MOST_GROUPS,
    tooMany: l10n.t('There are more than {0} groups; the rest is left out.', MOST_GROUPS),
    taken: (name) => l10n.t('There is another group named {0}.', name),
    read: readGroup,
  });
  return { groups, problems: reading.problems };
}
