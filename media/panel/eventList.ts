import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { EventsPage } from '../../backend/core/trackerApi.ts';
import type { PanelHost } from '../../extension/panel/protocol.ts';
import type { Question } from './chart.ts';
import { same } from './same.ts';
import { isNewestFirst, type EventSort } from './sortEvents.ts';

export const PAGE = 200;
/** Rows of a page when all are loaded to be sorted, and rows that are sorted at most: the newest ones. */
const BIG_PAGE = 1000;
const MOST_SORTED = { local: 100_000, metered: 10_000 };
/** Rows that are brought up to date while a source grows; beyond, only what "Load More" adds. */
const MAX_REFRESHED = 1000;

export interface LoadedEvents {
  question: Question;
  rows: TrackerEvent[];
  /** Cursor of the next page. */
  next?: string;
}

/** The event table's rows: as many pages as were asked for, or all where they are to be sorted. */
export interface EventList {
  events: Signal<LoadedEvents | undefined>;
  eventSort: ReadonlySignal<EventSort>;
  sortEvents: (sort: EventSort) => void;
  loadingMore: ReadonlySignal<boolean>;
  /** All pages are being loaded, because they are to be sorted. */
  loadingAll: ReadonlySignal<boolean>;
  stopLoading: () => void;
  loadMore: () => void;
}

interface Listing {
  /** The host, and what gives the present question up. */
  ask: () => { host: PanelHost; givenUp: AbortSignal };
  isMetered: () => boolean;
  report: (reason: unknown) => void;
  /** As the panel had it before it was rebuilt. */
  saved: { eventSort: EventSort; rows: number };
}

export function createEventList({ ask, isMetered, report, saved }: Listing) {
  const events = signal<LoadedEvents | undefined>();
  const eventSort = signal(saved.eventSort);
  const loadingMore = signal(false);
  const loadingAll = signal(false);
  let rowsBefore = saved.rows;

  async function loadMore(limit = PAGE): Promise<void> {
    if (events.value?.next === undefined || loadingMore.value) return;
    const { question, rows, next } = events.value;
    const { host, givenUp } = ask();
    loadingMore.value = true;
    try {
      const { filter, period } = question;
      const page = await host.events({ filter, limit, cursor: next, period });
      events.value = { question, rows: [...rows, ...page.events], next: page.next };
    } catch (reason) {
      if (!givenUp.aborted) report(reason);
    } finally {
      loadingMore.value = false;
    }
  }

  /** Loads what is still missing of a table that is sorted otherwise than the answers are. */
  async function loadAll(): Promise<void> {
    const { givenUp } = ask();
    if (loadingAll.value || events.value?.next === undefined) return;
    loadingAll.value = true;
    const most = isMetered() ? MOST_SORTED.metered : MOST_SORTED.local;
    for (let before = -1; loadingAll.value && !givenUp.aborted;) {
      const { rows, next } = events.value ?? { rows: [], next: undefined };
      // Where a page could not be loaded, the reader was told why.
      if (next === undefined || rows.length >= most || rows.length === before) break;
      before = rows.length;
      if (loadingMore.value) await new Promise((resolve) => setTimeout(resolve, 50));
      else await loadMore(BIG_PAGE);
    }
    loadingAll.value = false;
  }

  function loadAllToSort(): void {
    if (!isNewestFirst(eventSort.value)) void loadAll();
  }

  const list: EventList = {
    events,
    eventSort,
    sortEvents(sort) {
      eventSort.value = sort;
      loadAllToSort();
    },
    loadingMore,
    loadingAll,
    stopLoading: () => (loadingAll.value = false),
    loadMore: () => void loadMore(),
  };
  return {
    list,
    /** The same question again brings as many rows as are shown already, so that the table stays where it was. */
    rowsToAsk(question: Question): number {
      const before = events.value?.question;
      const again = before && same([before.period, before.filter], [question.period, question.filter]);
      const rows = again ? (events.value?.rows.length ?? 0) : before ? 0 : rowsBefore;
      return Math.min(Math.max(PAGE, rows), MAX_REFRESHED);
    },
    begin(question: Question, { events: rows, next }: EventsPage): void {
      events.value = { question, rows, next };
      rowsBefore = 0;
      loadAllToSort();
    },
    /** To be had again after a rebuild. */
    get rows(): number {
      return Math.max(events.value?.rows.length ?? 0, rowsBefore);
    },
  };
}
