import type { LinkName } from '../../backend/aws/setup/checkSetup.ts';
import type { Link, LinkState } from '../../backend/aws/setup/link.ts';
import type { L10n } from '../format.ts';

/** What is looked at while the setup is checked, a few words each. */
export function linkText(l10n: L10n, link: LinkName): string {
  switch (link) {
    case 'trail':
      return l10n.t('the trail');
    case 'list':
      return l10n.t('the newest log file');
    case 'read':
      return l10n.t('reading it');
    case 'key':
      return l10n.t('its key');
    case 'trigger':
      return l10n.t('the trigger');
    case 'queues':
      return l10n.t('the queues');
    case 'status':
      return l10n.t('a signed question');
    case 'store':
      return l10n.t('whether the file is stored; one that is sent takes up to two minutes');
    case 'record':
      return l10n.t('a whole record');
  }
}

/** For example "7 good, 1 broken, 1 could not be looked at". */
export function summaryText(l10n: L10n, links: readonly Pick<Link, 'state'>[]): string {
  const count = (wanted: LinkState) => links.filter(({ state }) => state === wanted).length;
  return [
    ...(count('good') > 0 ? [l10n.t('{0} good', count('good'))] : []),
    ...(count('broken') > 0 ? [l10n.t('{0} broken', count('broken'))] : []),
    ...(count('unknown') > 0 ? [l10n.t('{0} could not be looked at', count('unknown'))] : []),
  ].join(', ');
}
