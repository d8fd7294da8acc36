import type { L10n } from '../format.ts';
import type { ScopeId } from './scope.ts';

export function scopeLabel(scope: ScopeId, l10n: L10n): string {
  switch (scope) {
    case 'peoplesChanges':
      return l10n.t("People's changes");
    case 'changes':
      return l10n.t('All changes');
    case 'everything':
      return l10n.t('Everything');
  }
}

export function scopeDetail(scope: ScopeId, l10n: L10n): string {
  switch (scope) {
    case 'peoplesChanges':
      return l10n.t('What people, IAM users, roles and root changed or were denied to change');
    case 'changes':
      return l10n.t('The same, and what AWS services and other accounts changed');
    case 'everything':
      return l10n.t('All events, those that only read among them');
  }
}
