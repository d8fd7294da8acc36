import type { TrackerEvent } from '../../../backend/core/event.ts';
import { useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { pivotsOf } from '../pivots.ts';

/** From the selected event to others; back leads back to it. */
export function Pivots({ event }: { event: TrackerEvent }) {
  const store = useStore();
  const { id, userIdentity_userName, eventName, eventTime } = event;
  const sameRequest = () =>
    store.act(async (host) => {
      const ids = await host.sameRequest({ event: { id, userIdentity_userName, eventName, eventTime } });
      store.show({ page: 'events', filter: { eventID: { in: ids } } });
    });
  return (
    <nav class="pivots" aria-label={t('From this event to others')}>
      {pivotsOf(event).map(({ label, change }) => (
        <button type="button" class="link" key={label} onClick={() => store.show(change)}>
          {label}
        </button>
      ))}
      <button type="button" class="link" onClick={sameRequest}>
        {t('Same request')}
      </button>
    </nav>
  );
}
