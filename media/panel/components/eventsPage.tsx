import type { PanelState } from '../../../extension/panel/protocol.ts';
import type { Chart } from '../chart.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import type { LoadedEvents } from '../eventList.ts';
import { EventDetails } from './eventDetails.tsx';
import { EventTable } from './eventTable.tsx';
import { IconButton } from './icons.tsx';
import { TimelineCard } from './timelineCard.tsx';

/** When, and the events themselves, a page at a time, with the details of the one selected. */
export function EventsPage({ chart, events, state }: { chart: Chart; events: LoadedEvents; state: PanelState }) {
  const store = useStore();
  const { rows, next } = events;
  const selected = store.selected.value;
  const { count } = chart.timeline.total;
  return (
    <>
      <TimelineCard chart={chart} state={state} />
      <section class={selected ? 'card events split' : 'card events'} aria-labelledby="events">
        <div class="events-list">
          <header class="card-header">
            <h2 id="events">{t('Events')}</h2>
            <Loaded rows={rows.length} count={count} />
            <span class="grow" />
            {next !== undefined && !store.loadingAll.value && (
              <button type="button" class="link" disabled={store.loadingMore.value} onClick={store.loadMore}>
                {t('Load More')}
              </button>
            )}
            <IconButton
              name="columns"
              label={t('Choose Columns…')}
              onClick={() => store.act((host) => host.pickColumns())}
            />
          </header>
          <EventTable events={events} ids={state.columns} />
        </div>
        {selected && <EventDetails event={selected} />}
      </section>
    </>
  );
}

/** How many of the events are in the table. Where it is sorted otherwise than by time, the rest is on its way. */
function Loaded({ rows, count }: { rows: number; count: number }) {
  const store = useStore();
  const format = useFormat();
  const numbers = [format.number(rows), format.number(count)];
  if (store.loadingAll.value) {
    return (
      <>
        <span class="muted small" role="status">
          {t('loading to sort: {0} of {1}', ...numbers)}
        </span>
        <button type="button" class="link" onClick={store.stopLoading}>
          {t('Stop')}
        </button>
      </>
    );
  }
  return <span class="muted small">{rows < count ? t('newest {0} of {1}', ...numbers) : numbers[1]}</span>;
}
