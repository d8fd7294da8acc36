import type { TrackerEvent } from '../../backend/core/event.ts';
import { withoutIcons, type Format, type L10n } from '../format.ts';
import { kindIcon } from '../tree/nodeIcon.ts';

/** A line of a quick pick on an event: who, what, when and with which outcome. */
export interface ChangeItem {
  label: string;
  description: string;
  detail: string;
  event: TrackerEvent;
}

export function changeItem(event: TrackerEvent, format: Format): ChangeItem {
  const { l10n, moment, accountInFull } = format;
  const { kind, userIdentity_userName: user, session, proof, eventName, eventTime, account, awsRegion } = event;
  // A role's session is named by whoever assumed the role.
  const as = session !== undefined && session !== user ? session : '';
  const claimed = proof === 'claimed' ? l10n.t('claimed') : '';
  return {
    label: `$(${kindIcon(kind)}) ${withoutIcons(user)}`,
    description: withoutIcons(joined(as, claimed)),
    detail: withoutIcons(
      joined(eventName, moment(eventTime), outcomeText(event, l10n), accountInFull(account), awsRegion),
    ),
    event,
  };
}

/** An outcome, with the error where there was one. */
function outcomeText({ outcome, errorCode }: TrackerEvent, l10n: L10n): string {
  switch (outcome) {
    case 'ok':
      return l10n.t('succeeded');
    case 'denied':
      return l10n.t('denied ({0})', errorCode ?? '');
    case 'error':
      return l10n.t('failed ({0})', errorCode ?? '');
  }
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join(' · ');
}
