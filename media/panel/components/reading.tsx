import type { ReadingState } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { Action, Empty } from './emptyState.tsx';
import { Icon } from './icons.tsx';

/** Before events are read that are paid for: how many, and the reader's decision. */
export function AskToRead({ reading }: { reading: ReadingState }) {
  const store = useStore();
  const format = useFormat();
  const events = format.number(reading.of);
  return (
    <Empty icon="search" title={t('This question reads {0} events', events)}>
      <p>
        {t(
          'The tracker’s counters do not know what is asked for, so its events of this period and scope have to be read one by one. Sums show while they are; it can be stopped at any time.',
        )}
      </p>
      <p class="buttons">
        <Action primary label={t('Read {0} Events', events)} onClick={store.readOn} />
        {store.trail.value.back.length > 0 && <Action label={t('Back')} onClick={store.back} />}
      </p>
    </Empty>
  );
}

/** How much of the period the answer rests on, while it does not yet rest on all of it. */
export function ReadingNotice({ reading }: { reading: ReadingState }) {
  const store = useStore();
  const format = useFormat();
  const { of, read, matched, finished, full } = reading;
  if (finished && !full) return null;
  const goes = store.busy.value && !finished;
  return (
    <p class="notice">
      {goes ? <progress max={Math.max(1, of)} value={read} aria-label={t('Reading events')} /> : <Icon name="info" />}
      <span>
        {full
          ? t('Only the newest {0} matching events are shown: narrow the filter or the period.', format.number(matched))
          : t(
              'The newest {0} of {1} events are read, {2} match.',
              ...[read, of, matched].map((count) => format.number(count)),
            )}
      </span>
      {!finished && (
        <button type="button" class="link" onClick={goes ? store.stopReading : store.readOn}>
          {goes ? t('Stop') : t('Read On')}
        </button>
      )}
    </p>
  );
}
