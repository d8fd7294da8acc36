import path from 'node:path';
import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import type { IndexProgress } from '../../backend/local/localService.ts';
import type { Format } from '../format.ts';
import { periodDates } from '../period/periodLabel.ts';
import { remoteFacts } from './remoteRows.ts';
import type { RememberedSource } from './sourceList.ts';
import { isOwnView, type Source } from './source.ts';
import { isOlderTracker } from './trackerVersion.ts';

/** A row of the Sources view. */
export type SourceNode =
  | { type: 'source'; source: RememberedSource; current: boolean }
  /** Found in the workspace, never opened. */
  | { type: 'found'; source: Source }
  /** One thing known of the current source; `value` is what is copied of it. */
  | {
      type: 'fact';
      id: string;
      label: string;
      description: string;
      /** Where it says more than the label and the description. */
      tooltip?: string;
      icon: string;
      value: string;
      report?: boolean;
    };

/** What is known of the current source at the moment. */
export interface SourceState {
  status?: TrackerStatus;
  progress: IndexProgress;
  /** Set while new files are being read. */
  indexing?: { filesDone: number; filesFound: number };
}

/** What a source is doing, or how much it holds: one short phrase behind its name. */
export function sourceDescription(source: RememberedSource, state: SourceState | undefined, format: Format): string {
  const { l10n } = format;
  const events = state?.status?.events ?? source.facts?.events;
  const count = events === undefined ? '' : format.events(events);
  const own = isOwnView(source) ? l10n.t('own view') : '';
  if (!state) return [own, count].filter(Boolean).join(' · ');
  if (state.indexing && state.progress.state === 'downloading')
    return l10n.t('copying {0}', format.percent(state.indexing.filesDone, state.indexing.filesFound));
  if (state.indexing)
    return l10n.t('indexing {0}', format.percent(state.indexing.filesDone, state.indexing.filesFound));
  switch (state.progress.state) {
    case 'waiting':
      return l10n.t('another window is indexing');
    case 'failed':
      return source.kind === 'tracker' ? l10n.t('no answer') : l10n.t('indexing failed');
    case 'cancelled':
      return l10n.t('indexing cancelled');
    case 'indexing':
    case 'downloading':
    case 'listing':
    case 'idle':
      return [l10n.t('current'), own, count].filter(Boolean).join(' · ');
  }
}

/** What the menus of package.json tell rows apart by (viewItem). */
export const SOURCE_CONTEXTS = [
  'currentSource',
  'indexingSource',
  'stoppedSource',
  'otherSource',
  'trackerSource',
  'olderTracker',
  'ownView',
  'foundSource',
  'sourceFact',
  'sourceProblems',
] as const;
export type SourceContext = (typeof SOURCE_CONTEXTS)[number];

/**
 * The indexing of the current source can be cancelled, or resumed, or neither. An older tracker lacks what newer commands need, and
 * who sees only themself has nothing to do with its upkeep.
 */
export function sourceContext(state: SourceState | undefined, source: Source): SourceContext {
  if (isOwnView(source)) return 'ownView';
  if (source.kind === 'tracker') return isOlderTracker(state?.status?.version) ? 'olderTracker' : 'trackerSource';
  if (state?.indexing) return 'indexingSource';
  switch (state?.progress.state) {
    case undefined:
      return 'otherSource';
    case 'cancelled':
    case 'failed':
      return 'stoppedSource';
    case 'idle':
    case 'indexing':
    case 'downloading':
    case 'listing':
    case 'waiting':
      return 'currentSource';
  }
}

/** The rows below the current source. `size`: bytes of its index on disk. */
export function factRows(source: Source, state: SourceState, size: number, format: Format): SourceNode[] {
  const { status, progress, indexing } = state;
  const { l10n } = format;
  const rows: SourceNode[] = [];
  const add = (
    id: string,
    icon: string,
    label: string,
    description: string,
    besides: { report?: boolean; value?: string; tooltip?: string } = {},
  ) =>
    rows.push({
      type: 'fact',
      id: `${source.id}/${id}`,
      label,
      description,
      icon,
      value: `${label} ${description}`,
      ...besides,
    });

  if (indexing) {
    const done = l10n.t('{0} of {1}', format.number(indexing.filesDone), format.files(indexing.filesFound));
    if (progress.state !== 'downloading') add('progress', 'loading~spin', l10n.t('Indexing'), done);
    // The event history has no files to count.
    else if (source.kind === 'history')
      add('progress', 'loading~spin', l10n.t('Copying'), format.percent(indexing.filesDone, indexing.filesFound));
    else add('progress', 'loading~spin', l10n.t('Copying'), done);
  }
  if (progress.state === 'failed')
    add('failure', 'error', l10n.t('Indexing failed'), progress.message ?? l10n.t('see the log'));
  if (status) {
    add('events', 'list-unordered', format.events(status.events), l10n.t('in {0}', format.files(status.files)));
    const { oldestEvent, newestEvent } = status;
    if (newestEvent)
      add('newest', 'history', l10n.t('Newest event'), format.moment(newestEvent), { value: newestEvent });
    if (oldestEvent && newestEvent) {
      add(
        'covers',
        'calendar',
        l10n.t('Covers'),
        periodDates({ from: Date.parse(oldestEvent), to: Date.parse(newestEvent) }, format),
      );
    }
    const problems = problemsLabel(status, format);
    if (problems)
      add('problems', status.rejected + status.broken > 0 ? 'warning' : 'info', problems, l10n.t('show why'), {
        report: true,
      });
  }
  for (const { id, icon, label, description, ...besides } of remoteFacts(source.remote, format))
    add(id, icon, label, description, besides);
  const kept = source.remote ? l10n.t('Copied files and index on disk') : l10n.t('Index on disk');
  add('size', 'database', kept, format.bytes(size));
  if (source.roots.length <= MOST_ROOTS) {
    for (const root of source.roots)
      add(`root/${root}`, rootIcon(source), path.basename(root), path.dirname(root), { value: root });
  } else {
    const count = l10n.t('{0} folders', format.number(source.roots.length));
    add('roots', 'folder', count, path.dirname(source.roots[0] ?? ''), { value: source.roots.join('\n') });
  }
  return rows;
}

/** More are listed in the report only. */
const MOST_ROOTS = 3;

function rootIcon(source: Source): string {
  return source.kind === 'file' ? 'file-zip' : 'folder';
}

/** What was not read, in one line; undefined where all was. */
export function problemsLabel(
  { skipped, rejected, broken }: TrackerStatus,
  { l10n, number }: Format,
): string | undefined {
  const parts = [
    skipped > 0 ? l10n.t('{0} skipped', number(skipped)) : '',
    rejected > 0 ? l10n.t('{0} rejected', number(rejected)) : '',
    broken > 1 ? l10n.t('{0} broken records', number(broken)) : '',
    broken === 1 ? l10n.t('1 broken record') : '',
  ].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(', ');
}
