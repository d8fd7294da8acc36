import { useMemo } from 'preact/hooks';
import { accountNames } from '../accountNames.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { nextSort, sortEvents } from '../sortEvents.ts';
import type { LoadedEvents } from '../eventList.ts';
import { eventColumns } from './eventColumns.tsx';
import { Grid } from './grid.tsx';

/** When so few rows are left below, the next page is fetched. */
const AHEAD = 40;

/** The events, newest first unless they are sorted otherwise: then all of them are loaded, as far as that goes. */
export function EventTable({ events, ids }: { events: LoadedEvents; ids: readonly string[] }) {
  const store = useStore();
  const format = useFormat();
  const sort = store.eventSort.value;
  const { next, question } = events;
  const names = accountNames.value;
  const columns = useMemo(() => eventColumns(ids, format), [ids, format, names]);
  const value = columns.find(({ id }) => id === sort.by)?.value;
  const rows = useMemo(
    () => (value ? sortEvents(events.rows, sort, value) : events.rows),
    [events.rows, sort, value === undefined, names],
  );

  function move(column: string, to: string): void {
    const rest = ids.filter((id) => id !== column);
    const at = ids.indexOf(to);
    store.act((host) => host.setColumns({ columns: [...rest.slice(0, at), column, ...rest.slice(at)] }));
  }

  return (
    <Grid
      id="event"
      label={t('Events')}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      scrolls
      complete={next === undefined}
      sort={sort}
      onSort={(column) => store.sortEvents(nextSort(sort, column))}
      onMove={move}
      selected={store.selected.value?.id}
      onSelect={(event) => (store.selected.value = event)}
      onOpen={(event) => (store.selected.value = event)}
      question={JSON.stringify([question.filter, question.period, sort])}
      onView={(_, to) => to > rows.length - AHEAD && store.loadMore()}
    />
  );
}
