import type { PanelState } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { Icon } from './icons.tsx';

/** The share of events hidden by the scope from which on the panel says so. */
const NOTABLE = 0.9;

/** Lines above the content: indexing, what the scope hides, and what went wrong. */
export function Notices({ state }: { state: PanelState }) {
  const store = useStore();
  return (
    <>
      {state.indexing && <Indexing {...state.indexing} />}
      {hidesMost(state) && <Hidden state={state} />}
      {store.error.value !== undefined && (
        <p class="notice" role="alert">
          <Icon name="error" />
          <span>{store.error.value}</span>
          <button type="button" class="link" onClick={store.refresh}>
            {t('Try Again')}
          </button>
        </p>
      )}
    </>
  );
}

function Indexing({ filesDone, filesFound }: { filesDone: number; filesFound: number }) {
  const format = useFormat();
  const text = t('Indexing: {0} of {1} log files', format.number(filesDone), format.number(filesFound));
  return (
    <p class="notice">
      <progress max={Math.max(1, filesFound)} value={filesDone} aria-label={t('Indexing')} />
      <span>{text}</span>
    </p>
  );
}

function Hidden({ state }: { state: PanelState }) {
  const store = useStore();
  const format = useFormat();
  const { events, of } = state.hidden;
  // Rounded down: 100% would mean all.
  const share = format.percent(Math.floor((events / of) * 1000) / 1000);
  return (
    <p class="notice">
      <Icon name="info" />
      <span>
        {t(
          'The scope “{0}” hides {1} of this period: {2} of {3} events.',
          state.scope.label,
          share,
          format.number(events),
          format.number(of),
        )}
      </span>
      <button type="button" class="link" onClick={() => store.act((host) => host.widenScope())}>
        {t('Show Everything')}
      </button>
    </p>
  );
}

/** Where it hides all, the empty panel says so. */
function hidesMost({ hidden: { events, of } }: PanelState): boolean {
  return events < of && events / of >= NOTABLE;
}
