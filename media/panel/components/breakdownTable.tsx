import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ActivityField, ActivityRow } from '../../../backend/core/activity.ts';
import { linePath } from '../bars.ts';
import { hasTrend, rowKey, sortedBy, type Breakdown } from '../breakdown.ts';
import { useFormat, useStore } from '../context.ts';
import { only, type FilterPart } from '../../../backend/core/filterEdit.ts';
import type { Format } from '../format.ts';
import { fieldLabel, homeOrKind, rowTitle, valueLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { userParts } from '../userFilter.ts';
import { Grid } from './grid.tsx';
import type { Column } from './gridRow.tsx';
import { Icon } from './icons.tsx';

/** Milliseconds that rows are in sight before their trends are asked for. */
const PAUSE = 80;

type Trends = ReadonlyMap<string, number[]>;
const NO_TRENDS: Trends = new Map();

export function BreakdownTable({ breakdown, rows }: { breakdown: Breakdown; rows: readonly ActivityRow[] }) {
  const store = useStore();
  const format = useFormat();
  const { groupBy, question, ranking } = breakdown;
  const [trends, see] = useTrends(breakdown, rows);
  const columns = useMemo(
    () => breakdownColumns(groupBy, ranking.count, format, trends),
    [groupBy, ranking.count, format, trends],
  );
  const sort = store.table.value;
  return (
    <Grid
      id="group"
      label={t('Breakdown')}
      columns={columns}
      rows={rows}
      keyOf={(row) => rowKey(row, groupBy)}
      complete
      sort={sort}
      onSort={(column) => (store.table.value = sortedBy(sort, column))}
      onOpen={(row) =>
        store.show({
          page: 'events',
          filter: groupBy.flatMap((field) => partsOfGroup(field, row)).reduce(only, store.filter.value),
        })
      }
      question={JSON.stringify([question.filter, question.period, groupBy, sort])}
      onView={see}
    />
  );
}

/** The trends of the rows in sight, asked for when the table stands still, and kept until the answer is another. */
function useTrends(breakdown: Breakdown, rows: readonly ActivityRow[]): [Trends, (from: number, to: number) => void] {
  const store = useStore();
  const [known, setKnown] = useState({ breakdown, trends: NO_TRENDS });
  const [[from, to], see] = useState<[number, number]>([0, 0]);
  const trends = known.breakdown === breakdown ? known.trends : NO_TRENDS;
  useEffect(() => {
    const { groupBy } = breakdown;
    const missing = rows.slice(from, to).filter((row) => !trends.has(rowKey(row, groupBy)));
    if (missing.length === 0 || !hasTrend(groupBy)) return;
    const timer = setTimeout(() => {
      void store.trends(missing).then((found) => {
        if (!found) return;
        const added = missing.map((row) => trendOf(row, groupBy, found));
        setKnown((before) => ({
          breakdown,
          trends: new Map([...(before.breakdown === breakdown ? before.trends : []), ...found, ...added]),
        }));
      });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [breakdown, rows, from, to]);
  return [trends, (first, last) => see([first, last])];
}

/** Also of a row whose events have vanished meanwhile, lest it be asked for again and again. */
function trendOf(row: ActivityRow, groupBy: readonly ActivityField[], found: Trends): [string, number[]] {
  const key = rowKey(row, groupBy);
  return [key, found.get(key) ?? []];
}

function breakdownColumns(
  groupBy: readonly ActivityField[],
  total: number,
  format: Format,
  trends: Trends,
): Column<ActivityRow>[] {
  const groups = groupBy.map((field): Column<ActivityRow> => ({
    id: field,
    label: fieldLabel(field),
    least: 130,
    grow: 2,
    priority: 0,
    sortable: true,
    content: (row) => <GroupCell field={field} row={row} format={format} />,
    title: (row) => rowTitle(field, row),
    parts: (row) => partsOfGroup(field, row),
  }));
  const trend: Column<ActivityRow> = {
    id: 'trend',
    label: t('Trend'),
    least: 110,
    grow: 1,
    priority: 5,
    content: (row) => <Trend counts={trends.get(rowKey(row, groupBy))} />,
  };
  const measures: Column<ActivityRow>[] = [
    measure('count', t('Events'), 80, 1, (row) => format.number(row.count)),
    { ...measure('share', t('Share'), 64, 3, (row) => format.percent(row.count / total)), sortable: false },
    ...(hasTrend(groupBy) ? [trend] : []),
    measure('denied', t('Denied'), 70, 2, (row) => failures(row.denied, 'denied', t('Denied'), format)),
    measure('errors', t('Failed'), 70, 4, (row) => failures(row.errors, 'error', t('Failed'), format)),
    measure('first', t('First seen'), 146, 7, (row) => format.stamp(Date.parse(row.first))),
    measure('last', t('Last seen'), 146, 6, (row) => format.stamp(Date.parse(row.last))),
  ];
  return [...groups, ...measures];
}

function measure(
  id: string,
  label: string,
  least: number,
  priority: number,
  content: Column<ActivityRow>['content'],
): Column<ActivityRow> {
  return { id, label, least, grow: 0, priority, numeric: true, sortable: true, content };
}

function failures(count: number, icon: 'denied' | 'error', label: string, format: Format) {
  if (count === 0) return <span class="muted">0</span>;
  return (
    <>
      <Icon name={icon} label={label} />
      {format.number(count)}
    </>
  );
}

function GroupCell({ field, row, format }: { field: ActivityField; row: ActivityRow; format: Format }) {
  const value = String(row[field]);
  if (field === 'hour') return format.stamp(Date.parse(value));
  if (value === '') return <span class="muted">{t('none')}</span>;
  return (
    <>
      {valueLabel({ field, value })}
      {field === 'user' && row.namesakes !== undefined && <span class="muted small"> {homeOrKind(row)}</span>}
    </>
  );
}

/** Fields of which '' can be asked for: the events that have none. */
const MAY_BE_EMPTY: readonly string[] = ['home', 'account', 'region', 'errorCode'];

/** What a cell stands for. Times are no filter, nor is the lack of an attribute. */
function partsOfGroup(field: ActivityField, row: ActivityRow): FilterPart[] {
  const value = String(row[field]);
  if (field === 'day' || field === 'hour' || (value === '' && !MAY_BE_EMPTY.includes(field))) return [];
  return field === 'user' ? userParts(row) : [{ field, test: 'is', value }];
}

function Trend({ counts }: { counts: number[] | undefined }) {
  if (!counts || counts.length === 0) return null;
  return (
    <svg class="sparkline of-events" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <path d={linePath(counts)} />
    </svg>
  );
}
