import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { EventFilter } from '../../../backend/core/filter.ts';
import type { Ranking } from '../../../backend/core/ranking.ts';
import { useFormat, useStore } from '../context.ts';
import { hasPart, toggle, type FilterPart } from '../../../backend/core/filterEdit.ts';
import { homeOrKind, outcomeLabel, rowTitle, valueLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import { cardFilter, type Cards } from '../overview.ts';
import type { RankedField } from '../rankings.ts';
import { menuContext } from '../menuContext.ts';
import { OTHER, stackKey } from '../stack.ts';
import { choosesUser, toggleUser, userParts } from '../userFilter.ts';
import { Icon } from './icons.tsx';

/** The most frequent services, users, event names and error codes; a click on one filters by it. */
export function Rankings({ cards: { rankings }, chart }: { cards: Cards; chart: Chart }) {
  const { stack, slots } = chart;
  // What the chart is stacked by has the chart's colours.
  const toneOf = (field: 'service' | 'user', plain: string) => (row: ActivityRow) =>
    stack === field ? `fill-${slots.get(stackKey(stack, row)) ?? OTHER}` : plain;
  return (
    <div class="rankings">
      <Card
        field="service"
        title={t('Top services')}
        ranking={rankings.service}
        tone={toneOf('service', 'fill-services')}
      />
      <Card field="user" title={t('Top users')} ranking={rankings.user} tone={toneOf('user', 'fill-users')} />
      <Card field="eventName" title={t('Top events')} ranking={rankings.eventName} tone={() => 'fill-names'} />
      <Card
        field="errorCode"
        title={t('Top errors')}
        ranking={rankings.errorCode}
        tone={() => 'fill-errors'}
        empty={t('No errors here')}
      />
    </div>
  );
}

interface CardProps {
  field: RankedField;
  title: string;
  ranking: Ranking;
  tone: (row: ActivityRow) => string;
  empty?: string;
}

function Card({ field, title, ranking, tone, empty }: CardProps) {
  const format = useFormat();
  const store = useStore();
  const filter = store.filter.value;
  const { rows, values, count } = ranking;
  const most = rows[0]?.count ?? 1;
  const chosen = rows.some((row) => isChosen(filter, field, row));
  return (
    <section class="card" aria-labelledby={`top-${field}`}>
      <header class="card-header">
        <h2 id={`top-${field}`}>{title}</h2>
        {values > rows.length && <span class="muted small">{t('{0} of {1}', rows.length, format.number(values))}</span>}
        <span class="grow" />
        {rows.length > 0 && (
          <button
            type="button"
            class="link"
            aria-label={t('Show All: {0}', title)}
            onClick={() => store.show({ page: 'breakdown', groupBy: [field], filter: cardFilter(filter, field) })}
          >
            {t('Show All')}
          </button>
        )}
      </header>
      {rows.length === 0 ? (
        <p class="muted nothing">{empty ?? t('No events')}</p>
      ) : (
        <ul class={chosen ? 'ranking has-chosen' : 'ranking'}>
          {rows.map((row) => (
            <li key={`${row[field]} ${row.kind} ${row.home}`}>
              <button
                type="button"
                title={rowTitle(field, row)}
                data-vscode-context={menuContext(partsOfRow(field, row))}
                aria-pressed={isChosen(filter, field, row)}
                onClick={() => store.setFilter(toggleRow(filter, field, row))}
              >
                <span class="name">
                  {field === 'errorCode' && <FailureIcon row={row} />}
                  <span class="name-text">{valueLabel({ field, value: String(row[field]) })}</span>
                  {row.namesakes !== undefined && <span class="muted small">{homeOrKind(row)}</span>}
                </span>
                <span class="number">{format.number(row.count)}</span>
                <span class="number share">{format.percent(row.count / count)}</span>
                <span class="track">
                  <span class={`fill ${tone(row)}`} style={{ width: `${Math.max(1, (row.count / most) * 100)}%` }} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FailureIcon({ row }: { row: ActivityRow }) {
  const outcome = row.denied === row.count ? 'denied' : 'error';
  return <Icon name={outcome} label={outcomeLabel(outcome)} />;
}

function part(field: RankedField, row: ActivityRow): FilterPart {
  return { field, test: 'is', value: String(row[field]) };
}

function partsOfRow(field: RankedField, row: ActivityRow): FilterPart[] {
  return field === 'user' ? userParts(row) : [part(field, row)];
}

function isChosen(filter: EventFilter, field: RankedField, row: ActivityRow): boolean {
  return field === 'user' ? choosesUser(filter, row) : hasPart(filter, part(field, row));
}

function toggleRow(filter: EventFilter, field: RankedField, row: ActivityRow): EventFilter {
  return field === 'user' ? toggleUser(filter, row) : toggle(filter, part(field, row));
}
