import { USER_KINDS, type UserKind } from '../../backend/core/event.ts';
import type { TreeNode } from './activityNode.ts';

/** Codicons by kind of user: each kind has one of its own. */
const KIND_ICONS: Record<UserKind, string> = {
  person: 'person',
  iamUser: 'account',
  role: 'shield',
  root: 'key',
  service: 'server-process',
  account: 'organization',
  unknown: 'question',
};

export function kindIcon(kind: UserKind): string {
  return KIND_ICONS[kind];
}

/** The codicon of a row. */
export function nodeIcon({ subject }: TreeNode): string {
  switch (subject.type) {
    case 'kind':
    case 'namesakes':
      return KIND_ICONS[subject.kind];
    case 'user':
      return KIND_ICONS[subject.user.kind];
    case 'group':
      return 'organization';
    case 'member':
      return 'circle-outline';
    case 'session':
      return subject.claimed ? 'unverified' : 'verified';
    case 'service':
      return 'package';
    case 'eventName':
      return 'zap';
    case 'more':
      return 'table';
    case 'hidden':
      return 'eye-closed';
  }
}

const CONTEXTS = {
  group: 'group',
  member: 'member',
  kind: 'kindOfUser',
  namesakes: 'namesakes',
  session: 'session',
  service: 'awsService',
  eventName: 'eventName',
  more: 'more',
  hidden: 'hidden',
} as const;

/** All that nodeContext answers. */
export const NODE_CONTEXTS: readonly string[] = [...USER_KINDS, ...Object.values(CONTEXTS)];

/** What the menus of package.json tell rows apart by (viewItem): a user's kind, or the type of the row. */
export function nodeContext({ subject }: TreeNode): string {
  return subject.type === 'user' ? subject.user.kind : CONTEXTS[subject.type];
}
