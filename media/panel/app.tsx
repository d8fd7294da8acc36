import { useEffect, useLayoutEffect } from 'preact/hooks';
import { useFormat, useStore } from './context.ts';
import { Action, Empty, Loading, NoEvents, NoSource } from './components/emptyState.tsx';
import { BreakdownPage } from './components/breakdownPage.tsx';
import { EventsPage } from './components/eventsPage.tsx';
import { FilterBar } from './components/filterBar.tsx';
import { Header } from './components/header.tsx';
import { Notices } from './components/notices.tsx';
import { PageTabs } from './components/pageTabs.tsx';
import { ProgressBar, ProgressPage } from './components/progressPage.tsx';
import { AskToRead, ReadingNotice } from './components/reading.tsx';
import { Receipt } from './components/receipt.tsx';
import { Rankings } from './components/rankings.tsx';
import { Tiles } from './components/tiles.tsx';
import { TimelineCard } from './components/timelineCard.tsx';
import { t } from './l10n.ts';
import type { Page, PanelState } from '../../extension/panel/protocol.ts';
import type { Store } from './store.ts';

export function App() {
  const store = useStore();
  const state = store.state.value;
  useBackKeys();
  return (
    <main aria-busy={store.busy.value}>
      {store.busy.value && <div class="busy" />}
      {!state?.source && <h1 class="hidden-text">{t('Activity')}</h1>}
      {state ? <Panel state={state} /> : <Beginning />}
    </main>
  );
}

/** Alt+Left and Alt+Right lead back and forward, as in a browser. */
function useBackKeys(): void {
  const { back, forward } = useStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key === 'ArrowLeft') back();
      else if (event.key === 'ArrowRight') forward();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
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
  const { page } = useStore().view.value;
  if (!state.source) return <NoSource />;
  return (
    <>
      <Header state={state} />
      <Notices state={state} />
      {page === 'progress' ? <ProgressBar /> : <FilterBar />}
      <PageTabs />
      <div id="page" class={`page page-${page}`} role="tabpanel" tabIndex={-1} aria-labelledby={`tab-${page}`}>
        <ScrollMemory key={page} />
        <Content state={state} page={page} />
      </div>
    </>
  );
}

function Content({ state, page }: { state: PanelState; page: Page }) {
  const store = useStore();
  if (page === 'progress') return <ProgressPage state={state} />;
  const reading = store.reading.value;
  if (reading?.asks && reading.read === 0 && !store.busy.value) return <AskToRead reading={reading} />;
  const count = countOn(store, page);
  if (count === undefined) return store.error.value === undefined ? <Loading /> : null;
  return (
    <>
      <Count count={count} />
      {reading && <ReadingNotice reading={reading} />}
      {count === 0 ? <NoEvents state={state} /> : <ShownPage state={state} page={page} />}
      <Receipt state={state} count={count} />
    </>
  );
}

/** Events that a page is about; undefined until it was answered. */
function countOn(store: Store, page: Page): number | undefined {
  if (page === 'breakdown') return store.breakdown.value?.ranking.count;
  const answered = page === 'overview' ? store.cards.value : store.events.value;
  return answered && store.chart.value?.timeline.total.count;
}

function ShownPage({ state, page }: { state: PanelState; page: Page }) {
  const { chart, cards, breakdown, events } = useStore();
  if (page === 'breakdown') return breakdown.value ? <BreakdownPage breakdown={breakdown.value} /> : null;
  if (!chart.value) return null;
  if (page === 'events') {
    return events.value ? <EventsPage chart={chart.value} events={events.value} state={state} /> : null;
  }
  if (!cards.value) return null;
  return (
    <>
      <Tiles chart={chart.value} cards={cards.value} />
      <TimelineCard chart={chart.value} state={state} />
      <Rankings chart={chart.value} cards={cards.value} />
    </>
  );
}

/** Said to whom the page cannot be seen by, when it changes. */
function Count({ count }: { count: number }) {
  const format = useFormat();
  return (
    <p class="hidden-text" role="status">
      {count === 1 ? t('1 event') : t('{0} events', format.number(count))}
    </p>
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
