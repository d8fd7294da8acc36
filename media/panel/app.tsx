import { useLayoutEffect } from 'preact/hooks';
import { useFormat, useStore } from './context.ts';
import { Action, Empty, NoEvents, NoSource } from './components/emptyState.tsx';
import { Events } from './components/events.tsx';
import { FilterBar } from './components/filterBar.tsx';
import { Header } from './components/header.tsx';
import { Notices } from './components/notices.tsx';
import { Rankings } from './components/rankings.tsx';
import { Tiles } from './components/tiles.tsx';
import { TimelineCard } from './components/timelineCard.tsx';
import { t } from './l10n.ts';
import type { PanelState } from '../../extension/panel/protocol.ts';

export function App() {
  const store = useStore();
  const state = store.state.value;
  return (
    <main aria-busy={store.busy.value}>
      {store.busy.value && <div class="busy" />}
      {!state?.source && <h1 class="hidden-text">{t('Activity')}</h1>}
      {state ? <Panel state={state} /> : <Beginning />}
    </main>
  );
}

/** Before the host has answered first, or when it could not. */
function Beginning() {
  const store = useStore();
  if (store.error.value === undefined) return <Loading />;
  return (
    <Empty icon="error" title={t('The activity cannot be shown')}>
      <p>{store.error.value}</p>
      <p class="buttons">
        <Action primary label={t('Try Again')} onClick={store.refresh} />
      </p>
    </Empty>
  );
}

function Panel({ state }: { state: PanelState }) {
  if (!state.source) return <NoSource />;
  return (
    <>
      <Header state={state} />
      <Notices state={state} />
      <FilterBar />
      <Content state={state} />
    </>
  );
}

function Content({ state }: { state: PanelState }) {
  const store = useStore();
  const format = useFormat();
  const overview = store.overview.value;
  if (!overview) return store.error.value === undefined ? <Loading /> : null;
  const { count } = overview.timeline.total;
  return (
    <>
      <ScrollMemory />
      <p class="hidden-text" role="status">
        {count === 1 ? t('1 event') : t('{0} events', format.number(count))}
      </p>
      {count === 0 ? (
        <NoEvents state={state} />
      ) : (
        <>
          <Tiles overview={overview} />
          <TimelineCard overview={overview} state={state} />
          <Rankings overview={overview} />
          <Events overview={overview} />
        </>
      )}
    </>
  );
}

/** Scrolls a panel that is rebuilt, after its tab was hidden, to where it was. */
function ScrollMemory() {
  const { scroll } = useStore();
  useLayoutEffect(() => {
    scrollTo(0, scroll.peek());
    const remember = () => (scroll.value = scrollY);
    addEventListener('scrollend', remember);
    return () => removeEventListener('scrollend', remember);
  }, []);
  return null;
}

/** Shows only when it lasts. */
function Loading() {
  return (
    <p class="loading muted" role="status">
      {t('Loading…')}
    </p>
  );
}
