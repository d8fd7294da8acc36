import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { sum, type ActivityNode, type LevelQuestion, type Subject } from './activityNode.ts';

/** Services, of all users or of what is above the level; below each of them its event names, or what is asked for. */
export function servicesLevel(parent?: ActivityNode, below = eventNamesLevel): LevelQuestion {
  const filter = parent?.filter ?? {};
  return {
    groupBy: ['service'],
    filter,
    nodes: (rows) =>
      rows.map((row) => {
        const name = text(row, 'service');
        const node = child(parent, { type: 'service', name }, [row], { ...filter, service: { in: [name] } });
        node.question = below(node);
        return node;
      }),
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

/** A node below another, or below none; `rows` are what it sums up. */
export function child(
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

/** The value of a group of a row. */
export function text(row: ActivityRow, field: string): string {
  return String(row[field] ?? '');
}
