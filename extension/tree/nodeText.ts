import type { UserKind } from '../../backend/core/event.ts';
import { visibleText } from '../../backend/core/visibleText.ts';
import type { Format, L10n } from '../format.ts';
import {
  countBelow,
  isActivity,
  type ActivityNode,
  type HiddenNode,
  type MoreNode,
  type Subject,
  type TreeNode,
} from './activityNode.ts';

/** What a row says: its label, a short description behind it, and everything in the tooltip. All of it plain text. */
export interface NodeText {
  label: string;
  description: string;
  tooltip: string;
  /** For screen readers: what the icon shows is said too. */
  spoken: string;
}

/** `now`: milliseconds since 1970. */
export function nodeText(node: TreeNode, format: Format, now: number): NodeText {
  const { l10n } = format;
  if (!isActivity(node))
    return node.subject.type === 'more' ? moreText(node.subject, format) : hiddenText(node.subject, format);
  const { subject, totals } = node;
  const label = labelOf(subject, format);
  const [leading, trailing] = [leadingDetail(node, format), trailingDetail(node, format)];
  const denied = totals.denied > 0 ? l10n.t('{0} denied', format.number(totals.denied)) : '';
  const seen = totals.last === '' ? '' : format.ago(totals.last, now);
  // Of a user, what it is says the account already.
  const accounts = subject.type === 'user' ? '' : trailing;
  const lastSeen = seen === '' ? '' : l10n.t('last seen {0}', seen);
  return {
    label,
    // Side bars are narrow: the numbers come before the account, which the tooltip has too.
    description: joined(' · ', leading, format.number(totals.count), denied, seen, trailing),
    tooltip: tooltipOf(node, format).join('\n'),
    spoken: joined(
      ', ',
      label,
      what(subject, l10n, format.account),
      leading,
      format.events(totals.count),
      denied,
      lastSeen,
      accounts,
    ),
  };
}

function labelOf(subject: Subject, { l10n, account }: Format): string {
  switch (subject.type) {
    case 'kind':
      return kindsLabel(subject.kind, l10n);
    case 'user':
      return subject.label === 'home'
        ? account(subject.user.home) || l10n.t('(no account)')
        : visibleText(subject.user.name);
    case 'session':
      return subject.name === undefined ? l10n.t('(no session name)') : visibleText(subject.name);
    case 'group':
    case 'member':
    case 'namesakes':
    case 'service':
    case 'eventName':
      return visibleText(subject.name);
  }
}

function moreText({ total }: MoreNode['subject'], { l10n, number }: Format): NodeText {
  const label = l10n.t('Show All {0} in Table', number(total));
  return { label, description: '', tooltip: label, spoken: label };
}

function hiddenText({ hidden, all }: HiddenNode['subject'], { l10n, number, percent, events }: Format): NodeText {
  const label = l10n.t('{0} hidden by the scope', percent(hidden, all));
  const description = l10n.t('Show Everything');
  const tooltip = l10n.t(
    'The scope hides {0} of the {1} of this period. Click to show everything.',
    number(hidden),
    events(all),
  );
  return { label, description, tooltip, spoken: tooltip };
}

function joined(separator: string, ...parts: string[]): string {
  return parts.filter(Boolean).join(separator);
}

/** What has to be known of a row before its numbers. */
function leadingDetail({ subject, children = [] }: ActivityNode, { l10n, number, users }: Format): string {
  if (subject.type === 'group') return l10n.t('{0} of {1} active', number(subject.active), number(subject.size));
  if (subject.type === 'kind') return users(countBelow(children));
  return subject.type === 'session' && subject.claimed && subject.name !== undefined ? l10n.t('claimed') : '';
}

/** Where a user lives, where that is not the same for all. */
function trailingDetail({ subject, children = [] }: ActivityNode, { l10n, number, account }: Format): string {
  if (subject.type === 'namesakes') return l10n.t('{0} accounts', number(children.length));
  return subject.type === 'user' && subject.showHome ? account(subject.user.home) : '';
}

function tooltipOf({ subject, totals }: ActivityNode, format: Format): string[] {
  const { l10n, number } = format;
  const lines = [labelOf(subject, format)];
  if (subject.type === 'group') lines.push(...groupLines(subject, format));
  if (subject.type === 'user') lines.push(...userLines(subject, format));
  if (subject.type === 'session' && subject.claimed && subject.name !== undefined) {
    lines.push(
      l10n.t(
        'Session of role {0}. The name was chosen by whoever assumed the role: it is claimed, not proven.',
        visibleText(subject.user.name),
      ),
    );
  }
  lines.push(
    '',
    l10n.t(
      '{0}: {1} denied, {2} other errors',
      format.events(totals.count),
      number(totals.denied),
      number(totals.errors - totals.denied),
    ),
  );
  if (totals.count === 0) return lines;
  lines.push(
    l10n.t('First seen {0}', format.moment(totals.first)),
    l10n.t('Last seen {0}', format.moment(totals.last)),
  );
  return lines;
}

function groupLines({ description, active, size }: Subject & { type: 'group' }, { l10n, number }: Format): string[] {
  return [
    ...(description === '' ? [] : [visibleText(description)]),
    l10n.t('{0} of {1} members have events in the period and the scope', number(active), number(size)),
  ];
}

function userLines(subject: Subject & { type: 'user' }, format: Format): string[] {
  return [what(subject, format.l10n, format.accountInFull), format.accountOrigin(subject.user.home)].filter(Boolean);
}

/** What kind of thing it is, for those who do not see the icon; `account` says where a user lives. */
function what(subject: Subject, l10n: L10n, account: Format['account']): string {
  switch (subject.type) {
    case 'user': {
      const { kind, home } = subject.user;
      if (kind === 'person' && home) return l10n.t('person known to {0}', account(home));
      return home ? l10n.t('{0} of account {1}', kindLabel(kind, l10n), account(home)) : kindLabel(kind, l10n);
    }
    case 'namesakes':
      return kindLabel(subject.kind, l10n);
    case 'session':
      return l10n.t('session');
    case 'service':
      return l10n.t('service');
    case 'eventName':
      return l10n.t('event name');
    case 'group':
      return l10n.t('group');
    case 'member':
      return l10n.t('member of a group');
    case 'kind':
      return '';
  }
}

/** One user of a kind. */
export function kindLabel(kind: UserKind, l10n: L10n): string {
  switch (kind) {
    case 'person':
      return l10n.t('person');
    case 'iamUser':
      return l10n.t('IAM user');
    case 'role':
      return l10n.t('role');
    case 'root':
      return l10n.t('root user');
    case 'service':
      return l10n.t('AWS service');
    case 'account':
      return l10n.t('user of another account');
    case 'unknown':
      return l10n.t('unknown user');
  }
}

/** What the users of a kind are called together; an unknown kind by itself. */
export function kindsLabel(kind: string, l10n: L10n): string {
  switch (kind) {
    case 'person':
      return l10n.t('People');
    case 'iamUser':
      return l10n.t('IAM Users');
    case 'role':
      return l10n.t('Roles');
    case 'root':
      return l10n.t('Root');
    case 'service':
      return l10n.t('AWS Services');
    case 'account':
      return l10n.t('Other Accounts');
    case 'unknown':
      return l10n.t('Unknown');
    default:
      return kind;
  }
}
