import { useMemo } from 'preact/hooks';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import type { EventList } from '../store.ts';
import { eventColumns } from './eventColumns.tsx';
import { Grid } from './grid.tsx';

/** When so few rows are left below, the next page is fetched. */
const AHEAD = 40;

/** The events, newest first. */
export function EventTable({ events }: { events: EventList }) {
  const store = useStore();
  const format = useFormat();
  const columns = useMemo(() => eventColumns(format), [format]);
  const { rows, next, question } = events;
  return (
    <Grid
      id="event"
      label={t('Events')}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      complete={next === undefined}
      selected={store.selected.value?.id}
      onSelect={(event) => (store.selected.value = event)}
      onOpen={(event) => (store.selected.value = event)}
      question={JSON.stringify([question.filter, question.period])}
      onView={(_, to) => to > rows.length - AHEAD && store.loadMore()}
    />
  );
}
