import type { L10n } from '../../format.ts';

export interface RetentionPeriod {
  /** 0 for ever. */
  days: number;
  label: string;
}

/** How long events can be kept, without typing. */
export function retentionPeriods(l10n: L10n): RetentionPeriod[] {
  return [
    { days: 0, label: l10n.t('For ever') },
    { days: 90, label: l10n.t('90 days') },
    { days: 365, label: l10n.t('1 year') },
    { days: 1095, label: l10n.t('3 years') },
  ];
}

export function retentionText(l10n: L10n, days: number): string {
  return retentionPeriods(l10n).find((period) => period.days === days)?.label ?? l10n.t('{0} days', days);
}
