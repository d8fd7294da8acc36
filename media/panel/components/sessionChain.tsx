import { useState } from 'preact/hooks';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { visibleText } from '../../../backend/core/visibleText.ts';
import { useFormat, useStore } from '../context.ts';
import { kindLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { Action } from './emptyState.tsx';
import { ClaimedMark } from './eventColumns.tsx';

/** Who stands behind a session: the calls that gave out its keys, back to a key that lasts. Asked for when it is wanted. */
export function SessionChain({ event }: { event: TrackerEvent }) {
  const store = useStore();
  const format = useFormat();
  const [chain, setChain] = useState<TrackerEvent[]>();
  const { userIdentity_accessKeyId: accessKeyId, eventTime } = event;
  if (!accessKeyId?.startsWith('ASIA')) return null;
  if (!chain) {
    return (
      <p class="chain">
        <Action
          label={t('Who Began This Session?')}
          onClick={() => store.act(async (host) => setChain(await host.sessionChain({ accessKeyId, eventTime })))}
        />
      </p>
    );
  }
  return (
    <section class="chain" role="status">
      <h3>{t('How the session began')}</h3>
      {chain.length === 0 ? (
        <p class="muted">{t('The logs of the 36 hours before have no call that gave out this access key.')}</p>
      ) : (
        <ol>
          {chain.map((one) => (
            <li key={one.id}>
              <b>{visibleText(one.userIdentity_userName)}</b>
              <span class="muted">{kindLabel(one.kind)}</span>
              {one.proof === 'claimed' && <ClaimedMark />}
              <span>
                {visibleText(one.eventName)} · {format.stamp(Date.parse(one.eventTime))}
              </span>
              {/* It may lie outside of the period and the scope, so the table is left as it is. */}
              <button type="button" class="link" onClick={() => (store.selected.value = one)}>
                {t('Show')}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
