import { batch, effect, signal, type Signal } from '@preact/signals';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { PanelHost, PanelState } from '../../extension/panel/protocol.ts';
import { setStrings } from './l10n.ts';
import { askOverview, type Overview, type Question } from './overview.ts';
import { HostError, type Connect } from './rpc.ts';
import type { Memory } from './saved.ts';

export const PAGE = 200;
/** While a source is being indexed, what is shown is brought up to date this often, in milliseconds. */
const GROWTH_INTERVAL = 2000;
/** Rows that are brought up to date with it; beyond, only what "Load More" adds. */
const MAX_REFRESHED = 1000;

export interface EventList {
  rows: TrackerEvent[];
  /** Cursor of the next page. */
  next?: string;
}

export interface Store {
  /** Undefined until the host has answered first. */
  state: Signal<PanelState | undefined>;
  filter: Signal<EventFilter>;
  /** Stays as it was while its successor is being asked for. */
  overview: Signal<Overview | undefined>;
  events: Signal<EventList>;
  selected: Signal<TrackerEvent | undefined>;
  asTable: Signal<boolean>;
  /** Pixels that the page is, or after a rebuild is to be, scrolled by. */
  scroll: Signal<number>;
  busy: Signal<boolean>;
  loadingMore: Signal<boolean>;
  /** What went wrong last, for the user; cleared by the next success. */
  error: Signal<string | undefined>;
  /** For what asks nothing of the data: picking, opening, copying. */
  act: (action: (host: PanelHost) => Promise<void>) => void;
  setFilter: (filter: EventFilter) => void;
  loadMore: () => void;
  /** Pulls everything again. */
  refresh: () => void;
  /** The host's state or data have changed. */
  changed: () => void;
}

/** The panel's state, and the only place that asks the host for data. */
export function createStore(connect: Connect, memory: Memory, growthInterval = GROWTH_INTERVAL): Store {
  const saved = memory.read();
  const state = signal<PanelState | undefined>();
  const filter = signal<EventFilter>(saved.filter);
  const overview = signal<Overview | undefined>();
  const events = signal<EventList>({ rows: [] });
  const selected = signal<TrackerEvent | undefined>();
  const asTable = signal(saved.asTable);
  const scroll = signal(saved.scroll);
  const busy = signal(false);
  const loadingMore = signal(false);
  const error = signal<string | undefined>();
  const colourPeriod = signal(saved.colourPeriod);

  let asking = new AbortController();
  let askedKey = '';
  let askedAt = 0;
  let growth: ReturnType<typeof setTimeout> | undefined;
  // What the panel had before it was rebuilt, until the first answer.
  let toSelect = saved.selected;
  let rowsBefore = saved.rows;
  let edits = 0;

  const report = (reason: unknown) => {
    if (!(reason instanceof HostError)) console.error(reason);
    error.value = reason instanceof HostError ? reason.message : String(reason);
  };

  /** Takes over the host's state. */
  async function pull(): Promise<void> {
    const before = edits;
    const next = await connect().state();
    setStrings(next.strings);
    batch(() => {
      if (sourceKey(next) !== sourceKey(state.value)) {
        overview.value = undefined;
        events.value = { rows: [] };
        selected.value = undefined;
      }
      state.value = next;
      // The reader may have changed the filter while the host was answering: then that one stands.
      if (edits === before && !same(filter.value, next.filter)) filter.value = next.filter;
    });
  }

  /** Asks for everything shown, with the current filter and period; what was being asked for is dropped. */
  async function ask(): Promise<void> {
    const now = state.value;
    asking.abort();
    asking = new AbortController();
    const { signal: aborted } = asking;
    clearTimeout(growth);
    growth = undefined;
    askedKey = keyOf(now, filter.value);
    askedAt = Date.now();
    if (!now?.source) return;
    busy.value = true;
    try {
      const question = questionOf(now);
      const host = connect(aborted);
      const [answer, page] = await Promise.all([
        askOverview(host, question),
        host.events({ filter: question.filter, limit: refreshedRows(question), period: question.period }),
      ]);
      batch(() => {
        overview.value = answer;
        events.value = { rows: page.events, next: page.next };
        selected.value ??= page.events.find((event) => event.id === toSelect);
        toSelect = undefined;
        rowsBefore = 0;
        error.value = undefined;
      });
    } catch (reason) {
      if (!aborted.aborted) report(reason);
    } finally {
      if (!aborted.aborted) busy.value = false;
    }
  }

  function questionOf({ period, timeZone, tiles }: PanelState): Question {
    const { from, to } = period;
    const wide = colourPeriod.value;
    if (!wide || from < wide.from || to > wide.to) colourPeriod.value = { from, to };
    return {
      filter: filter.value,
      period: { from, to },
      timeZone,
      tiles,
      colourPeriod: colourPeriod.value ?? { from, to },
    };
  }

  /** The same question again brings as many rows as are shown already, so that the table stays where it was. */
  function refreshedRows(question: Question): number {
    const before = overview.value?.question;
    const again = before && same([before.period, before.filter], [question.period, question.filter]);
    const rows = again ? events.value.rows.length : before ? 0 : rowsBefore;
    return Math.min(Math.max(PAGE, rows), MAX_REFRESHED);
  }

  async function refresh(): Promise<void> {
    try {
      await pull();
    } catch (reason) {
      return report(reason);
    }
    await ask();
  }

  async function changed(): Promise<void> {
    const eventsBefore = state.value?.status?.events;
    try {
      await pull();
    } catch (reason) {
      return report(reason);
    }
    if (keyOf(state.value, filter.value) !== askedKey) return ask();
    if (state.value?.status?.events === eventsBefore && !error.value) return;
    growth ??= setTimeout(grow, Math.max(0, growthInterval - (Date.now() - askedAt)));
  }

  /** Waits for an answer that is slow to come rather than asking anew for ever. */
  function grow(): void {
    growth = busy.value ? setTimeout(grow, growthInterval) : undefined;
    if (!busy.value) void ask();
  }

  async function loadMore(): Promise<void> {
    const { rows, next } = events.value;
    const question = overview.value?.question;
    if (next === undefined || !question || loadingMore.value) return;
    const { signal: aborted } = asking;
    loadingMore.value = true;
    try {
      const { filter, period } = question;
      const page = await connect(aborted).events({ filter, limit: PAGE, cursor: next, period });
      events.value = { rows: [...rows, ...page.events], next: page.next };
    } catch (reason) {
      if (!aborted.aborted) report(reason);
    } finally {
      loadingMore.value = false;
    }
  }

  effect(() =>
    memory.write({
      filter: filter.value,
      asTable: asTable.value,
      selected: selected.value?.id ?? toSelect,
      colourPeriod: colourPeriod.value,
      rows: Math.max(events.value.rows.length, rowsBefore),
      scroll: scroll.value,
    }),
  );

  return {
    state,
    filter,
    overview,
    events,
    selected,
    asTable,
    scroll,
    busy,
    loadingMore,
    error,
    act: (action) => void action(connect()).catch(report),
    setFilter(next) {
      edits++;
      filter.value = next;
      void connect().setFilter({ filter: next }).catch(report);
      void ask();
    },
    loadMore: () => void loadMore(),
    refresh: () => void refresh(),
    changed: () => void changed(),
  };
}

/** Everything that makes it another question. */
function keyOf(state: PanelState | undefined, filter: EventFilter): string {
  if (!state) return '';
  const { period, scope, timeZone, tiles } = state;
  return JSON.stringify([sourceKey(state), period.from, period.to, scope.id, timeZone, tiles, filter]);
}

function sourceKey(state: PanelState | undefined): string {
  return JSON.stringify(state?.source);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
