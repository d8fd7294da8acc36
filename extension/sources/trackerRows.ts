import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import type { Format } from '../format.ts';
import { periodDates } from '../period/periodLabel.ts';
import { accountFact } from './remoteRows.ts';
import type { Source } from './source.ts';
import type { SourceNode, SourceState } from './sourceRows.ts';
import type { TrackerState } from './trackerState.ts';
import { compareVersions, type VersionOrder } from './trackerVersion.ts';

/** What the rows of a tracker are made with. */
export interface TrackerRowsContext {
  format: Format;
  /** Milliseconds since 1970. */
  now: number;
  /** Of the extension. */
  version: string;
}

/** The rows below a deployed tracker. */
export function trackerRows(
  source: Source,
  { status, progress }: SourceState,
  state: TrackerState | undefined,
  { format, now, version }: TrackerRowsContext,
): SourceNode[] {
  const { remote } = source;
  if (remote?.type !== 'tracker') return [];
  const { l10n, number } = format;
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
      ...{ label, description, icon },
      value: `${label} ${description}`,
      ...besides,
    });

  const addCovered = ({ oldestEvent, newestEvent }: TrackerStatus) => {
    if (!oldestEvent || !newestEvent) return;
    const covers = { from: Date.parse(oldestEvent), to: Date.parse(newestEvent) };
    add('covers', 'calendar', l10n.t('Covers'), periodDates(covers, format));
  };

  if (progress.state === 'failed')
    add('failure', 'error', l10n.t('No answer'), progress.message ?? l10n.t('see the log'));
  if (remote.account === undefined) add('account', 'organization', l10n.t('Tracker'), remote.region);
  else {
    const { id, icon, label, description, ...besides } = accountFact(remote.account, remote.region, format);
    add(id, icon, label, description, besides);
  }
  if (remote.profile !== undefined) add('profile', 'key', l10n.t('Profile'), remote.profile);
  if (remote.ownView !== undefined) add('ownView', 'person', l10n.t('Own view'), l10n.t('only what you have done'));
  if (status?.ownView) {
    add('events', 'list-unordered', format.events(status.events), l10n.t('of your own'));
    addCovered(status);
  } else if (status) {
    const order = compareVersions(status.version, version);
    add(
      'version',
      order === 'same' ? 'versions' : 'warning',
      l10n.t('Version'),
      versionText(status.version, order, format),
    );
    add('events', 'list-unordered', format.events(status.events), l10n.t('in {0}', format.files(status.files)));
    if (status.dropped > 0)
      add(
        'dropped',
        'filter',
        l10n.t('Not stored'),
        l10n.t('{0} records that only read and succeeded, or deliver logs', number(status.dropped)),
        {
          report: true,
        },
      );
    const { newestLogFile } = status;
    if (newestLogFile) add('newest', 'history', l10n.t('Newest log file'), format.ago(newestLogFile, now));
    addCovered(status);
    const unsettled = status.unsettledCount ?? status.unsettled.length;
    if (unsettled > 0)
      add('unsettled', 'warning', l10n.t('{0} not settled', format.files(unsettled)), l10n.t('show why'), {
        report: true,
      });
  }
  if (state?.trigger === 'installed') add('trigger', 'zap', l10n.t('Trigger'), l10n.t('installed'));
  if (state?.trigger === 'missing') add('trigger', 'warning', l10n.t('Trigger'), l10n.t('not installed in the bucket'));
  if (state?.queue) {
    const { waiting, failed } = state.queue;
    add('waiting', 'inbox', l10n.t('Waiting'), format.files(waiting));
    add('failed', failed > 0 ? 'error' : 'pass', l10n.t('Failed'), format.files(failed));
  }
  state?.reasons.forEach((reason, at) => add(`reason/${at}`, 'lock', l10n.t('Not visible'), reason));
  // What somebody has to see to comes first: of a long list the end is out of sight.
  const isUrgent = (row: SourceNode) => row.type === 'fact' && (row.icon === 'error' || row.icon === 'warning');
  return [...rows.filter(isUrgent), ...rows.filter((row) => !isUrgent(row))];
}

function versionText(version: string, order: VersionOrder, { l10n }: Format): string {
  switch (order) {
    case 'same':
      return version;
    case 'older':
      return l10n.t('{0}, older than the extension: update the tracker', version);
    case 'newer':
      return l10n.t('{0}, newer than the extension: update the extension', version);
  }
}
