import { compareNaturally } from '../../backend/core/naturalOrder.ts';
import type { Format } from '../format.ts';
import { countBelow, nameOf, type ActivityNode, type LevelNode, type MoreNode } from './activityNode.ts';

export const SORT_ORDERS = ['name', 'count', 'lastSeen', 'denied'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/**
 * The rows of a level in the order chosen, at most `most` of them and then the way to all. Kinds keep their own order, behind the groups.
 * By name is the default: rows then keep their places while events arrive. `account` is what accounts are called.
 */
export function levelRows(
  nodes: readonly ActivityNode[],
  order: SortOrder,
  most: number,
  account: Format['account'] = String,
): LevelNode[] {
  const kinds = nodes.filter(({ subject }) => subject.type === 'kind');
  const sorted = nodes.filter(({ subject }) => subject.type !== 'kind').sort(comparison(order, account));
  // Groups are few, and nowhere else is there a list of them.
  if (kinds.length > 0 || sorted[0]?.subject.type === 'group') return [...sorted, ...kinds];
  const parent = nodes[0]?.parent;
  if (sorted.length <= most) return sorted;
  const more: MoreNode = {
    id: `${parent?.id ?? ''}/more`,
    subject: { type: 'more', total: countBelow(nodes) },
    filter: parent?.filter ?? {},
    parent,
  };
  return [...sorted.slice(0, most), more];
}

function comparison(order: SortOrder, account: Format['account']): (a: ActivityNode, b: ActivityNode) => number {
  const byName = (a: ActivityNode, b: ActivityNode) =>
    compareNaturally(nameOf(a.subject), nameOf(b.subject)) || compareNaturally(account(homeOf(a)), account(homeOf(b)));
  switch (order) {
    case 'name':
      return byName;
    case 'count':
      return (a, b) => b.totals.count - a.totals.count || byName(a, b);
    case 'denied':
      return (a, b) => b.totals.denied - a.totals.denied || byName(a, b);
    case 'lastSeen':
      return (a, b) => compareText(b.totals.last, a.totals.last) || byName(a, b);
  }
}

function homeOf(node: ActivityNode): string {
  return node.subject.type === 'user' ? node.subject.user.home : '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
