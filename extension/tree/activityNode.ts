import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import type { User, UserKind } from '../../backend/core/event.ts';
import type { EventFilter } from '../../backend/core/filter.ts';

/** How often something happened, as in an activity row. */
export type Totals = Pick<ActivityRow, 'count' | 'errors' | 'denied' | 'first' | 'last'>;

/** A row of the Users or of the Services view: what it stands for, and how its children are found. */
export interface ActivityNode {
  /** Unique in its view and stable from one refresh to the next: VS Code keeps what is expanded and selected by it. */
  id: string;
  subject: Subject;
  totals: Totals;
  /** What the activity panel shows of it. */
  filter: EventFilter;
  parent?: ActivityNode;
  /** Either the children are known, or one question brings them; neither on the last level. */
  children?: ActivityNode[];
  question?: LevelQuestion;
}

export type Subject =
  /** `active`: of its `size` members, how many have events in the period and scope. */
  | { type: 'group'; name: string; description: string; active: number; size: number }
  /** One of a group who has no event in the period and scope. */
  | { type: 'member'; name: string }
  | { type: 'kind'; kind: UserKind }
  /** Several users of one kind who share a name, one in each of several homes. */
  | { type: 'namesakes'; kind: UserKind; name: string }
  /** `label` says whether the name or the home tells it from its neighbours; `showHome`, whether the home does besides. */
  | { type: 'user'; user: User; label: 'name' | 'home'; showHome: boolean }
  /** Undefined name: events of the role that bear no session. */
  | { type: 'session'; user: User; name: string | undefined; claimed: boolean }
  | { type: 'service'; name: string }
  | { type: 'eventName'; name: string };

/** The question behind a level of the tree; each level costs one. */
export interface LevelQuestion {
  groupBy: ActivityField[];
  filter: EventFilter;
  nodes(rows: readonly ActivityRow[]): ActivityNode[];
}

/** Stands at the end of a level that has more rows than are shown. */
export interface MoreNode {
  id: string;
  subject: { type: 'more'; total: number };
  filter: EventFilter;
  parent?: ActivityNode;
}

/**
 * Stands before all others where the scope hides most of the events: a click brings them back. A view's message takes no links,
 * and the actions in its title show only while the mouse is over it.
 */
export interface HiddenNode {
  id: string;
  subject: { type: 'hidden'; hidden: number; all: number };
  parent?: undefined;
}

/** A row of a level. */
export type LevelNode = ActivityNode | MoreNode;

export type TreeNode = LevelNode | HiddenNode;

export function isActivity(node: TreeNode): node is ActivityNode {
  return node.subject.type !== 'more' && node.subject.type !== 'hidden';
}

/** How many a level has, those of one name in several accounts counted one by one. */
export function countBelow(nodes: readonly ActivityNode[]): number {
  return nodes.reduce((count, { children }) => count + (children ? countBelow(children) : 1), 0);
}

/** The sum of rows; of none, `first` and `last` are empty. */
export function sum(rows: readonly Totals[]): Totals {
  const total = { count: 0, errors: 0, denied: 0, first: rows[0]?.first ?? '', last: '' };
  for (const row of rows) {
    total.count += row.count;
    total.errors += row.errors;
    total.denied += row.denied;
    if (row.first < total.first) total.first = row.first;
    if (row.last > total.last) total.last = row.last;
  }
  return total;
}

/** The name that stands for a node when it is copied, or searched for. */
export function nameOf(subject: Subject): string {
  switch (subject.type) {
    case 'user':
      return subject.user.name;
    case 'kind':
      return subject.kind;
    case 'session':
      return subject.name ?? '';
    case 'group':
    case 'member':
    case 'namesakes':
    case 'service':
    case 'eventName':
      return subject.name;
  }
}
