import type { ActivityRow } from '../../backend/core/activity.ts';
import { GROUP } from '../../backend/core/filter.ts';
import type { ActivityNode, LevelQuestion } from './activityNode.ts';
import { child, text } from './levels.ts';
import { kindsLevel, severalHomes, userFilters, userNode } from './userLevels.ts';

/** A group of the workspace with its members by the names that rows bear: while names are hidden, pseudonyms. */
export interface ShownGroup {
  name: string;
  description: string;
  members: readonly string[];
}

/** Groups and their members, then all users by kind. The question that brings the kinds brings the numbers of the groups, too. */
export function groupsLevel(groups: readonly ShownGroup[]): LevelQuestion {
  const kinds = kindsLevel();
  return {
    ...kinds,
    nodes(rows) {
      const byName = Map.groupBy(rows, (row) => text(row, 'user'));
      return [...groups.map((group) => groupNode(group, byName)), ...kinds.nodes(rows)];
    },
  };
}

/** Of an event only its user counts, never the name of a session, which anybody may have chosen. */
function groupNode(
  { name, description, members }: ShownGroup,
  byName: ReadonlyMap<string, ActivityRow[]>,
): ActivityNode {
  const rows = members.flatMap((member) => byName.get(member) ?? []);
  const active = members.filter((member) => byName.has(member)).length;
  const subject = { type: 'group', name, description, active, size: members.length } as const;
  const node = child(undefined, subject, rows, { [GROUP]: { in: [name] } });
  const showHome = severalHomes(rows);
  const filterOf = userFilters(rows);
  node.children = members.flatMap((member) => {
    const ofMember = byName.get(member);
    return ofMember
      ? ofMember.map((row) => userNode(node, row, filterOf, 'name', showHome))
      : [child(node, { type: 'member', name: member }, [], { user: { in: [member] } })];
  });
  return node;
}
