import { useEffect, useMemo, useState } from 'preact/hooks';
import { visibleText } from '../../../backend/core/visibleText.ts';
import type { ProgressAnswer, LeftRow } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { isoTime, type Format } from '../format.ts';
import { valueTitle } from '../labels.ts';
import { ROW } from '../gridRows.ts';
import { t } from '../l10n.ts';
import { HOUR } from '../zone.ts';
import { Action } from './emptyState.tsx';
import { Grid } from './grid.tsx';
import type { Sort } from './gridHead.tsx';
import type { Column } from './gridRow.tsx';

/** Rows that show without scrolling. */
const MOST_ROWS = 12;

interface CardProps {
  group: string;
  metered: boolean;
  /** The answer that the page shows: with another one, what is left is asked for anew. */
  answered: ProgressAnswer;
}

/** What members of the group created and nobody has deleted. Of a tracker, events are read for it when the reader says so. */
export function LeftRunningCard({ group, metered, answered }: CardProps) {
  const store = useStore();
  const format = useFormat();
  const { left, leftBusy, askLeft } = store.progress;
  const shown = left.value?.group === group ? left.value.answer : undefined;
  useEffect(() => {
    if (!metered) askLeft(group);
  }, [group, metered, answered]);
  return (
    <section class="card left-running" aria-labelledby="left-running">
      <header class="card-header">
        <h2 id="left-running">{t('Left running')}</h2>
        <span class="muted small" role="status">
          {shown && 'resources' in shown
            ? t('{0} created by members and deleted by nobody', format.number(shown.resources.length))
            : t('created by members and deleted by nobody')}
        </span>
        <span class="grow" />
        {metered && shown && (
          <button type="button" class="link" disabled={leftBusy.value} onClick={() => askLeft(group)}>
            {t('Look Again')}
          </button>
        )}
      </header>
      {shown === undefined ? (
        metered && !leftBusy.value ? (
          <p class="nothing">
            <Action label={t('Read What Was Created')} onClick={() => askLeft(group)} />{' '}
            <span class="muted">{t('Events of the tracker are read for it.')}</span>
          </p>
        ) : (
          <p class="muted nothing">{leftBusy.value ? t('Loading…') : ''}</p>
        )
      ) : 'tooMany' in shown ? (
        <p class="muted nothing">
          {t(
            '{0} events would have to be read of the tracker. Give the group a shorter period.',
            format.number(shown.tooMany),
          )}
        </p>
      ) : shown.resources.length === 0 ? (
        <p class="muted nothing">{t('Nothing was left running.')}</p>
      ) : (
        <LeftTable group={group} rows={shown.resources} />
      )}
    </section>
  );
}

function LeftTable({ group, rows }: { group: string; rows: readonly LeftRow[] }) {
  const store = useStore();
  const format = useFormat();
  const [sort, setSort] = useState<Sort>({ by: 'kind', descending: false });
  const columns = useMemo(() => leftColumns(format), [format]);
  const sorted = useMemo(() => sortedRows(rows, sort), [rows, sort]);
  const height = 30 + ROW * Math.min(MOST_ROWS, rows.length);
  return (
    <div class="left-grid" style={{ height: `${height}px` }}>
      <Grid
        id="left"
        label={t('Left running')}
        columns={columns}
        rows={sorted}
        keyOf={({ kind, name, account, region }) => `${kind} ${name} ${account} ${region}`}
        complete
        sort={sort}
        onSort={(by) => setSort({ by, descending: by === sort.by && !sort.descending })}
        onOpen={({ owner, eventName, since }) => {
          if (store.state.value?.scope.id !== 'everything') store.act((host) => host.widenScope());
          const hour = Math.floor(Date.parse(since) / HOUR) * HOUR;
          store.show({
            page: 'events',
            filter: { user: { in: [owner] }, eventName: { in: [eventName] } },
            zoom: { from: isoTime(hour), to: isoTime(hour + HOUR) },
          });
        }}
        question={JSON.stringify([group, sort])}
      />
    </div>
  );
}

function leftColumns(format: Format): Column<LeftRow>[] {
  const plain = { grow: 1, sortable: true } as const;
  const text = (of: keyof LeftRow) => (row: LeftRow) => visibleText(row[of]);
  return [
    { ...plain, id: 'kind', label: t('Kind'), least: 120, priority: 1, content: ({ kind }) => kind },
    {
      ...plain,
      id: 'name',
      label: t('Resource'),
      least: 130,
      grow: 3,
      priority: 0,
      content: text('name'),
      title: text('name'),
    },
    { ...plain, id: 'owner', label: t('Owner'), least: 100, priority: 0, content: text('owner'), title: text('owner') },
    {
      ...plain,
      id: 'since',
      label: t('Since'),
      least: 140,
      priority: 2,
      content: ({ since }) => format.stamp(Date.parse(since)),
      title: ({ since }) => format.ago(Date.parse(since), Date.now()),
    },
    {
      ...plain,
      id: 'account',
      label: t('Account'),
      least: 110,
      priority: 4,
      content: ({ account }) => valueTitle({ field: 'account', value: account }),
    },
    { ...plain, id: 'region', label: t('Region'), least: 90, priority: 3, content: text('region') },
  ];
}

function sortedRows(rows: readonly LeftRow[], { by, descending }: Sort): LeftRow[] {
  const sign = descending ? -1 : 1;
  // Kinds come in their order, which is that of what they cost.
  if (by === 'kind') return descending ? [...rows].reverse() : [...rows];
  const key = by as keyof LeftRow;
  return [...rows].sort((a, b) => sign * collator.compare(a[key], b[key]));
}

const collator = new Intl.Collator('en', { numeric: true });
