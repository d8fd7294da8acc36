import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import type { FileProblem } from '../../backend/local/localService.ts';
import type { Format } from '../format.ts';
import { placesOf, type Source } from './source.ts';

/** More are counted only: nobody reads them, and a document has to stay readable. */
export const MOST_PROBLEMS = 1000;

const STATES = ['rejected', 'broken records', 'vanished', 'skipped'] as const satisfies FileProblem['state'][];

/** What was read of a source and what was not, and why, as plain text. Names and reasons come from log files. */
export function reportText(
  source: Source,
  status: TrackerStatus,
  problems: readonly FileProblem[],
  format: Format,
): string {
  const { l10n, number } = format;
  const lines = [
    l10n.t('What was read of {0}', oneLine(source.name)),
    '',
    ...placesOf(source).map((root) => `  ${oneLine(root)}`),
    '',
    ...(status.ownView ? ownRows(status, format) : fileRows(status, format)),
  ];
  for (const state of STATES) {
    const files = problems.filter((problem) => problem.state === state);
    if (files.length === 0) continue;
    lines.push('', title(state, format), '');
    for (const { name, reason } of files) lines.push(`  ${oneLine(name)}`, `      ${oneLine(reason)}`);
  }
  if (problems.length >= MOST_PROBLEMS)
    lines.push('', l10n.t('Only the first {0} files are listed.', number(MOST_PROBLEMS)));
  return `${lines.join('\n')}\n`;
}

function fileRows(status: TrackerStatus, { l10n, number }: Format): string[] {
  return [
    row(number(status.files), l10n.t('files read')),
    row(number(status.skipped), l10n.t('files skipped: no log files of events')),
    row(number(status.rejected), l10n.t('files rejected: they cannot be read')),
    '',
    row(number(status.records), l10n.t('records')),
    row(number(status.events), l10n.t('events stored')),
    row(number(status.duplicates), l10n.t('duplicates: delivered more than once, counted once')),
    ...(status.dropped > 0 ? [row(number(status.dropped), l10n.t('events dropped by rule: not stored'))] : []),
    row(number(status.broken), l10n.t('broken records, left out')),
  ];
}

/** Whoever sees only themself is told nothing of files. */
function ownRows({ events }: TrackerStatus, { l10n, number }: Format): string[] {
  return [row(number(events), l10n.t('events of your own')), '', l10n.t('The own view tells nothing of log files.')];
}

function title(state: (typeof STATES)[number], { l10n }: Format): string {
  switch (state) {
    case 'rejected':
      return l10n.t('Rejected files');
    case 'broken records':
      return l10n.t('Files with broken records');
    case 'vanished':
      return l10n.t('Files that have vanished; their events stay');
    case 'skipped':
      return l10n.t('Skipped files');
  }
}

function row(count: string, label: string): string {
  return `${count.padStart(10)}  ${label}`;
}

/** A file may be named with line breaks to forge lines of a report. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
