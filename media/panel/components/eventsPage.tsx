import type { PanelState } from '../../../extension/panel/protocol.ts';
import type { Chart } from '../chart.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import type { EventList } from '../store.ts';
import { EventDetails } from './eventDetails.tsx';
import { EventTable } from './eventTable.tsx';
import { TimelineCard } from './timelineCard.tsx';

/** When, and the events themselves, a page at a time, with the details of the one selected. */
export function EventsPage({ chart, events, state }: { chart: Chart; events: EventList; state: PanelState }) {
  const store = useStore();
  const format = useFormat();
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
            <span class="muted small">
              {rows.length < count
                ? t('newest {0} of {1}', format.number(rows.length), format.number(count))
                : format.number(count)}
            </span>
            <span class="grow" />
            {next !== undefined && (
              <button type="button" class="link" disabled={store.loadingMore.value} onClick={store.loadMore}>
                {t('Load More')}
              </button>
            )}
          </header>
          <EventTable events={events} />
        </div>
        {selected && <EventDetails event={selected} />}
      </section>
    </>
  );
}
