import type { ActivityRow } from '../../backend/core/activity.ts';
import { USER_KINDS, type User, type UserKind } from '../../backend/core/event.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { ActivityNode, LevelQuestion, Subject } from './activityNode.ts';
import { child, eventNamesLevel, servicesLevel, text } from './levels.ts';

/** The order in which the kinds are listed: those who act by themselves first. */
const KIND_ORDER: readonly UserKind[] = ['person', 'iamUser', 'role', 'root', 'service', 'account', 'unknown'];

/** Kinds that few people look for: their groups start collapsed. */
const COLLAPSED_KINDS: ReadonlySet<UserKind> = new Set(['root', 'service', 'account', 'unknown']);

export function startsExpanded(subject: Subject): boolean {
  return subject.type === 'kind' && !COLLAPSED_KINDS.has(subject.kind);
}

/** Users by kind; one question brings the kinds and their users. */
export function kindsLevel(): LevelQuestion {
  return {
    groupBy: ['user'],
    filter: {},
    nodes(rows) {
      const byKind = groupBy(rows, (row) => userOf(row).kind);
      const filterOf = userFilters(rows);
      return KIND_ORDER.flatMap((kind) => {
        const ofKind = byKind.get(kind);
        return ofKind ? [kindNode(kind, ofKind, filterOf)] : [];
      });
    },
  };
}

/** The users of a service, in one list; the kind is told by the icon. */
export function usersLevel(parent: ActivityNode): LevelQuestion {
  return {
    groupBy: ['user'],
    filter: parent.filter,
    nodes(rows) {
      const showHome = severalHomes(rows);
      const filterOf = userFilters(rows);
      return rows.map((row) => {
        const user = userOf(row);
        const subject: Subject = { type: 'user', user, label: 'name', showHome };
        const node = child(parent, subject, [row], { ...parent.filter, ...filterOf(user) });
        node.question = eventNamesLevel(node);
        return node;
      });
    },
  };
}

/** A role's sessions are not counted: they are read from its events, when it is expanded. */
function sessionsLevel(parent: ActivityNode, user: User): LevelQuestion {
  return {
    groupBy: ['session', 'proof'],
    filter: parent.filter,
    nodes(rows) {
      const bySession = groupBy(rows, (row) => text(row, 'session'));
      const named = [...bySession.keys()].filter((name) => name !== '');
      return [...bySession].map(([name, ofSession]) => {
        const claimed = ofSession.some((row) => row['proof'] === 'claimed');
        // An event without a session passes no `in`, so it is told by what it is not.
        const session = name === '' ? { not: named } : { in: [name] };
        const subject: Subject = { type: 'session', user, name: name || undefined, claimed };
        const node = child(parent, subject, ofSession, { ...parent.filter, session });
        node.question = servicesLevel(node);
        return node;
      });
    },
  };
}

type UserFilters = (user: User) => EventFilter;

function kindNode(kind: UserKind, rows: readonly ActivityRow[], filterOf: UserFilters): ActivityNode {
  const node = child(undefined, { type: 'kind', kind }, rows, { kind: { in: [kind] } });
  const byName = groupBy(rows, (row) => text(row, 'user'));
  // Where all share one name (root), a level of its own for that name would say nothing.
  const flat = byName.size === 1;
  const showHome = severalHomes(rows);
  node.children = [...byName].flatMap(([name, namesakes]) =>
    flat || namesakes.length === 1
      ? namesakes.map((row) => userNode(node, row, filterOf, 'name', showHome))
      : [namesakesNode(node, kind, name, namesakes, filterOf)],
  );
  return node;
}

/** The account level: only where one name lives in several. */
function namesakesNode(
  parent: ActivityNode,
  kind: UserKind,
  name: string,
  rows: readonly ActivityRow[],
  filterOf: UserFilters,
): ActivityNode {
  const filter = { user: { in: [name] }, kind: { in: [kind] } };
  const node = child(parent, { type: 'namesakes', kind, name }, rows, filter);
  node.children = rows.map((row) => userNode(node, row, filterOf, 'home', false));
  return node;
}

export function userNode(
  parent: ActivityNode,
  row: ActivityRow,
  filterOf: UserFilters,
  label: 'name' | 'home',
  showHome: boolean,
): ActivityNode {
  const user = userOf(row);
  const node = child(parent, { type: 'user', user, label, showHome }, [row], filterOf(user));
  node.question = user.kind === 'role' ? sessionsLevel(node, user) : servicesLevel(node);
  return node;
}

/**
 * Filters that choose each user of an answer and nobody else in it: by name, and by kind and home only where others
 * bear the name, because people read these filters.
 */
export function userFilters(rows: readonly ActivityRow[]): UserFilters {
  const byName = groupBy(rows.map(userOf), ({ name }) => name);
  return ({ kind, home, name }) => {
    const namesakes = byName.get(name) ?? [];
    const filter: EventFilter = { user: { in: [name] } };
    if (namesakes.some((other) => other.kind !== kind)) filter.kind = { in: [kind] };
    if (namesakes.some((other) => other.kind === kind && other.home !== home)) filter.home = { in: [home] };
    return filter;
  };
}

/** The user that a `user` row bears. */
export function userOf(row: ActivityRow): User {
  const kind = USER_KINDS.find((known) => known === row['kind']) ?? 'unknown';
  return { kind, home: text(row, 'home'), name: text(row, 'user') };
}

/** Whether the users of an answer live in more than one account. */
export function severalHomes(rows: readonly ActivityRow[]): boolean {
  return new Set(rows.map((row) => text(row, 'home')).filter(Boolean)).size > 1;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
