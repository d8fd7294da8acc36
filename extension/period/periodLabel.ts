import type { Period } from '../../backend/core/eventStore.ts';
import type { Format, L10n } from '../format.ts';
import type { PeriodChoice, RelativePeriodId } from './period.ts';

/** What a choice is called, in a list and in the status bar. A custom one is called by its ends. */
export function periodLabel(choice: PeriodChoice, period: Period, format: Format): string {
  switch (choice.id) {
    case 'all':
      return format.l10n.t('All time');
    case 'custom':
      return periodDates(period, format);
    default:
      return relativeLabel(choice.id, format.l10n);
  }
}

/** The ends of a period as short as they can be told: the days where it covers many, to the minute where it does not. */
export function periodDates(period: Period, format: Format): string {
  const { from, to } = period;
  return to - from >= MANY ? format.dates(from, to - 1) : exactDates(period, format);
}

/** The ends of a period to the minute, or as days where it covers whole days. The end is exclusive. */
export function exactDates({ from, to }: Period, format: Format): string {
  const wholeDays = startsDay(from, format.timeZone) && startsDay(to, format.timeZone);
  return wholeDays ? format.dates(from, to - 1) : format.times(from, to);
}

const MANY = 3 * 86_400_000;

function startsDay(time: number, timeZone: string): boolean {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(time) === '00:00:00';
}

function relativeLabel(id: RelativePeriodId, l10n: L10n): string {
  switch (id) {
    case '1h':
      return l10n.t('Last hour');
    case '6h':
      return l10n.t('Last 6 hours');
    case '24h':
      return l10n.t('Last 24 hours');
    case '7d':
      return l10n.t('Last 7 days');
    case '15d':
      return l10n.t('Last 15 days');
    case '30d':
      return l10n.t('Last 30 days');
    case '90d':
      return l10n.t('Last 90 days');
    case '1y':
      return l10n.t('Last year');
  }
}
