import type { ActivityRow } from '../../backend/core/activity.ts';
import { USER_KINDS, type User, type UserKind } from '../../backend/core/event.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { sum, type ActivityNode, type LevelQuestion, type Subject } from './activityNode.ts';

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
    nodes: (rows) =>
      KIND_ORDER.flatMap((kind) => {
        const ofKind = rows.filter((row) => userOf(row).kind === kind);
        return ofKind.length === 0 ? [] : [kindNode(kind, ofKind)];
      }),
  };
}

export function servicesLevel(parent?: ActivityNode, below?: (service: ActivityNode) => LevelQuestion): LevelQuestion {
  const filter = parent?.filter ?? {};
  return {
    groupBy: ['service'],
    filter,
    nodes: (rows) =>
      rows.map((row) => {
        const name = text(row, 'service');
        const node = child(parent, { type: 'service', name }, [row], { ...filter, service: { in: [name] } });
        node.question = (below ?? eventNamesLevel)(node);
        return node;
      }),
  };
}

/** The users of a service, in one list; the kind is told by the icon. */
export function usersLevel(parent: ActivityNode): LevelQuestion {
  return {
    groupBy: ['user'],
    filter: parent.filter,
    nodes: (rows) => {
      const showHome = severalHomes(rows);
      return rows.map((row) => {
        const user = userOf(row);
        const node = child(
          parent,
          { type: 'user', user, label: 'name', showHome },
          [row],
          filterOf(user, parent.filter),
        );
        node.question = eventNamesLevel(node);
        return node;
      });
    },
  };
}

export function eventNamesLevel(parent: ActivityNode): LevelQuestion {
  return {
    groupBy: ['eventName'],
    filter: parent.filter,
    nodes: (rows) =>
      rows.map((row) => {
        const name = text(row, 'eventName');
        return child(parent, { type: 'eventName', name }, [row], { ...parent.filter, eventName: { in: [name] } });
      }),
  };
}

/** A role's sessions are not counted: they are read from its events, when it is expanded. */
function sessionsLevel(parent: ActivityNode, user: User): LevelQuestion {
  return {
    groupBy: ['session', 'proof'],
    filter: parent.filter,
    nodes: (rows) => {
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

function kindNode(kind: UserKind, rows: readonly ActivityRow[]): ActivityNode {
  const node: ActivityNode = child(undefined, { type: 'kind', kind }, rows, { kind: { in: [kind] } });
  const byName = groupBy(rows, (row) => text(row, 'user'));
  // Where all share one name (root), a level of its own for that name would say nothing.
  const flat = byName.size === 1;
  const showHome = severalHomes(rows);
  node.children = [...byName].flatMap(([name, namesakes]) =>
    flat || namesakes.length === 1
      ? namesakes.map((row) => userNode(node, row, 'name', showHome))
      : [namesakesNode(node, kind, name, namesakes)],
  );
  return node;
}

/** The account level: only where one name lives in several. */
function namesakesNode(parent: ActivityNode, kind: UserKind, name: string, rows: readonly ActivityRow[]): ActivityNode {
  const filter = { kind: { in: [kind] }, user: { in: [name] } };
  const node: ActivityNode = child(parent, { type: 'namesakes', kind, name }, rows, filter);
  node.children = rows.map((row) => userNode(node, row, 'home', false));
  return node;
}

function userNode(parent: ActivityNode, row: ActivityRow, label: 'name' | 'home', showHome: boolean): ActivityNode {
  const user = userOf(row);
  const node = child(parent, { type: 'user', user, label, showHome }, [row], filterOf(user));
  node.question = user.kind === 'role' ? sessionsLevel(node, user) : servicesLevel(node);
  return node;
}

/** Exactly this user, and none of the same name. */
export function filterOf(user: User, besides: EventFilter = {}): EventFilter {
  return { ...besides, user: { in: [user.name] }, kind: { in: [user.kind] }, home: { in: [user.home] } };
}

function child(
  parent: ActivityNode | undefined,
  subject: Subject,
  rows: readonly ActivityRow[],
  filter: EventFilter,
): ActivityNode {
  return { id: `${parent?.id ?? ''}/${idPart(subject)}`, subject, totals: sum(rows), filter, parent };
}

function idPart(subject: Subject): string {
  const parts =
    subject.type === 'user'
      ? [subject.user.kind, subject.user.home, subject.user.name]
      : [subject.type, subject.type === 'kind' ? subject.kind : (subject.name ?? '')];
  // Not encodeURIComponent: it throws on half a surrogate pair, and names are whatever somebody wrote into a log.
  return parts.map((part) => part.replaceAll(/[%/:]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)).join(':');
}

/** The user that a `user` row bears. */
export function userOf(row: ActivityRow): User {
  const kind = USER_KINDS.find((known) => known === row['kind']) ?? 'unknown';
  return { kind, home: text(row, 'home'), name: text(row, 'user') };
}

function severalHomes(rows: readonly ActivityRow[]): boolean {
  return new Set(rows.map((row) => text(row, 'home')).filter(Boolean)).size > 1;
}

function text(row: ActivityRow, field: string): string {
  return String(row[field] ?? '');
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
