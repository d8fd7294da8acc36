import { useMemo } from 'preact/hooks';
import type { ActivityField } from '../../../backend/core/activity.ts';
import { accountNames } from '../accountNames.ts';
import { tableRows, type Breakdown } from '../breakdown.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { BreakdownTable } from './breakdownTable.tsx';
import { FieldPicker } from './fieldPicker.tsx';

/** One table over the counts: grouped by any field or two, sorted, searched. */
export function BreakdownPage({ breakdown }: { breakdown: Breakdown }) {
  const store = useStore();
  const format = useFormat();
  const table = store.table.value;
  const names = accountNames.value;
  const rows = useMemo(() => tableRows(breakdown, table), [breakdown, table, names]);
  const { values, rows: most } = breakdown.ranking;
  const [first, second] = store.view.value.groupBy;

  function group(next: (ActivityField | undefined)[]): void {
    const groupBy = [...new Set(next.filter((field) => field !== undefined))];
    store.show({ groupBy: groupBy.length > 0 ? groupBy : ['user'] });
  }

  return (
    <section class="card breakdown" aria-labelledby="breakdown">
      <header class="card-header">
        <h2 id="breakdown" class="hidden-text">
          {t('Breakdown')}
        </h2>
        <FieldPicker label={t('Group by')} value={first} onChange={(field) => group([field, second])} />
        <FieldPicker
          label={t('and by')}
          value={second}
          none={t('nothing else')}
          onChange={(field) => group([first, field])}
        />
        <input
          type="search"
          class="search"
          aria-label={t('Search in the table')}
          placeholder={t('Search')}
          value={table.search}
          onInput={(event) => (store.table.value = { ...table, search: event.currentTarget.value })}
        />
        <span class="muted small" role="status">
          {rows.length < values
            ? t('{0} of {1}', format.number(rows.length), format.number(values))
            : format.number(values)}
        </span>
        {most.length < values && (
          <span class="muted small">{t('the most frequent {0} can be searched', format.number(most.length))}</span>
        )}
      </header>
      <BreakdownTable breakdown={breakdown} rows={rows} />
    </section>
  );
}
