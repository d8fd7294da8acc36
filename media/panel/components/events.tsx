import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import type { Overview } from '../overview.ts';
import { EventDetails } from './eventDetails.tsx';
import { EventTable } from './eventTable.tsx';

/** The events themselves, a page at a time, with the details of the one selected. */
export function Events({ overview }: { overview: Overview }) {
  const store = useStore();
  const format = useFormat();
  const { rows, next } = store.events.value;
  const selected = store.selected.value;
  const { count } = overview.timeline.total;
  return (
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
        <EventTable />
      </div>
      {selected && <EventDetails event={selected} />}
    </section>
  );
}
