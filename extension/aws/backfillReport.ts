import type { BackfillSummary } from '../../backend/aws/backfillSummary.ts';
import type { RetrySummary } from '../../backend/aws/retryFailed.ts';
import type { FileReason } from '../../backend/core/eventStore.ts';
import type { Format } from '../format.ts';
import { wrapped } from './deployment/plainText.ts';

/** So many reasons are named in a question; the document beside it has all. */
const MOST_REASONS = 3;

/** One sentence on how a backfill ended. */
export function summaryText(summary: BackfillSummary, { l10n, events, files, number }: Format): string {
  const { announced, stored, dropped, known, failed } = summary;
  const rejected = failed.filter(({ state }) => state === 'rejected').length;
  const text = l10n.t(
    '{0} were sent: {1} stored, {2} dropped by rule; {3} files already known, {4} rejected.',
    files(announced),
    events(stored),
    number(dropped),
    number(known),
    number(rejected),
  );
  const unsettled = failed.length - rejected;
  return unsettled === 0 ? text : `${text} ${l10n.t('Still tried: {0}.', files(unsettled))}`;
}

/** All that is known of a backfill, as text. */
export function backfillReport(title: string, summary: BackfillSummary, format: Format): string {
  const { l10n, number } = format;
  const row = (count: number, text: string) => `${number(count).padStart(12)}  ${text}`;
  return [
    title,
    '',
    row(summary.announced, l10n.t('files were sent to the tracker')),
    row(summary.read, l10n.t('files were read')),
    row(summary.known, l10n.t('files were already known: they changed nothing')),
    row(summary.skipped, l10n.t('files were no log files')),
    row(summary.failed.length, l10n.t('files failed')),
    '',
    row(summary.records, l10n.t('records in the files that were read; of them')),
    row(summary.stored, l10n.t('stored as events')),
    row(summary.duplicates, l10n.t('already known from other files')),
    row(summary.dropped, l10n.t("dropped by the tracker's rules")),
    row(summary.broken, l10n.t('broken')),
    '',
    l10n.t(
      'The numbers are what the tracker counted from {0} (UTC) to the end: files that its trail delivered meanwhile are in them.',
      new Date(summary.began).toISOString().slice(0, 16).replace('T', ' '),
    ),
    ...failedLines(summary.failed, format),
  ].join('\n');
}

export function retryReport(title: string, { moved, settled, failed }: RetrySummary, format: Format): string {
  const { l10n, number } = format;
  return [
    title,
    '',
    l10n.t(
      '{0} messages were sent again. {1} files are settled, {2} have failed again or are still tried.',
      number(moved),
      number(settled.length),
      number(failed.length),
    ),
    ...(settled.length > 0 ? ['', l10n.t('Settled:'), ...settled.map((name) => `  ${name}`)] : []),
    ...failedLines(failed, format),
  ].join('\n');
}

/** Names, with the reason of each. */
export function failedLines(failed: readonly FileReason[], { l10n }: Format): string[] {
  if (failed.length === 0) return [];
  const lines = failed.flatMap(({ name, state, reason }) => {
    const outcome = state === 'rejected' ? l10n.t('rejected') : l10n.t('not settled');
    return [
      `  ${name}`,
      ...wrapped(reason === '' ? outcome : `${outcome}: ${reason}`, 82).map((line) => `    ${line}`),
    ];
  });
  const hint = l10n.t(
    'What the tracker cannot read it tries five times, half an hour apart. Then "Retry Failed Files…" sends it again.',
  );
  return ['', l10n.t('Failed:'), ...lines, '', ...wrapped(hint)];
}

/** How many files failed for which reason, the most frequent first: a question has no room for more than a few lines. */
export function failedSummary(failed: readonly FileReason[], { l10n, files }: Format): string[] {
  const counts = new Map<string, number>();
  for (const { reason } of failed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_REASONS)
    .map(([reason, count]) => `${files(count)}: ${reason === '' ? l10n.t('why is not known') : reason}`);
}
