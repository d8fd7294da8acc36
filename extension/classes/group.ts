import { braceExpand, Minimatch } from 'minimatch';
import { compareNaturally } from '../../backend/core/naturalOrder.ts';

/** Users who are looked at together: a class, a team. */
export interface Group {
  /** Unique in the workspace. */
  name: string;
  /** '' where there is none. */
  description: string;
  /** Names of users, globs (`alucloud*`, `*@example.edu`), and names in braces (`alucloud{1..60}`), which is each of them. */
  members: string[];
  /** When it exists: a term. */
  term: Span;
}

/** Two ends as people write them: dates, which include their day, or date-times. Either may be missing. */
export interface Span {
  from?: string;
  to?: string;
}

/** Users of a group at most: enough for a year's students, and little enough to list them. */
export const MOST_MEMBERS = 5_000;

/**
 * Who is in a group, each once, in natural order: names that are written out, whether anybody has seen them or not, and of
 * those `known` whoever matches a glob. A name in braces is written out; a range with a glob in it is a glob.
 */
export function membersOf({ members }: Pick<Group, 'members'>, known: Iterable<string>): string[] {
  const patterns = members.flatMap((member) => braceExpand(member, { braceExpandMax: MOST_MEMBERS }));
  const names = new Set(patterns.filter((pattern) => !isGlob(pattern)));
  const globs = patterns.filter(isGlob).map((pattern) => new Minimatch(pattern, GLOB));
  if (globs.length > 0) for (const name of known) if (globs.some((glob) => glob.match(name))) names.add(name);
  return [...names].sort(compareNaturally).slice(0, MOST_MEMBERS);
}

/** Whether it takes the names that were seen to know who is in a group. */
export function hasGlobs({ members }: Pick<Group, 'members'>): boolean {
  return members.some(isGlob);
}

/** What makes a list of members too much to be matched: too many of them, too many globs, or a glob with too many asterisks. */
export type Excess = 'members' | 'globs' | 'asterisks';

export const MOST_GLOBS = 200;
/** Of a glob: each makes the time to match a name longer by the length of the name. */
export const MOST_ASTERISKS = 2;

export function excessOf(members: readonly string[]): Excess | undefined {
  let patterns = 0;
  let globs = 0;
  for (const member of members) {
    const expanded = braceExpand(member, { braceExpandMax: MOST_MEMBERS + 1 });
    if ((patterns += expanded.length) > MOST_MEMBERS) return 'members';
    if ((globs += expanded.filter(isGlob).length) > MOST_GLOBS) return 'globs';
    if (expanded.some((pattern) => pattern.split('*').length - 1 > MOST_ASTERISKS)) return 'asterisks';
  }
  return undefined;
}

/** A name is no path and no comment, and a dot at its beginning is like any other. */
const GLOB = { nobrace: true, nocomment: true, nonegate: true, noext: true, noglobstar: true, dot: true } as const;

function isGlob(pattern: string): boolean {
  return /[*?[\]]/.test(pattern);
}
