import type { LinkName } from '../../backend/aws/setup/checkSetup.ts';
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
