import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ActivityRow } from '../../backend/core/activity.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { isCountedQuestion } from '../../backend/core/activity.ts';
import { GROUP, type EventFilter } from '../../backend/core/filter.ts';
import type {
  PanelHost,
  PanelState,
  PanelView,
  ReadingState,
  Receipt,
  Suggestion,
} from '../../extension/panel/protocol.ts';
import { accountNames } from './accountNames.ts';
import { askBreakdown, askTrends, type Breakdown, type TableView } from './breakdown.ts';
import { bucketsOf } from './buckets.ts';
import { answers, askChart, type Chart, type Question } from './chart.ts';
import type { ChartView } from './chartView.ts';
import { createEventList, type EventList } from './eventList.ts';
import { createHistory, type Trail } from './history.ts';
import { setStrings } from './l10n.ts';
import { askCards, type Cards } from './overview.ts';
import { createProgressState, type ProgressState } from './progressState.ts';
import { createAsking, type Asked } from './rankings.ts';
import { askReceipt } from './receipt.ts';
import { HostError, type Connect } from './rpc.ts';
import { same } from './same.ts';
import type { Memory } from './saved.ts';

const SUGGESTIONS = 12;
/** While a source is being indexed, what is shown is brought up to date this often, in milliseconds. */
const GROWTH_INTERVAL = 2000;
export interface Store extends EventList {
  /** Undefined until the host has answered first. */
  state: Signal<PanelState | undefined>;
  view: ReadonlySignal<PanelView>;
  filter: ReadonlySignal<EventFilter>;
  trail: ReadonlySignal<Trail>;
  /** What the pages show. Each stays as it was while its successor is being asked for. */
  chart: Signal<Chart | undefined>;
  cards: Signal<Cards | undefined>;
  breakdown: Signal<Breakdown | undefined>;
  /** How the breakdown's table is sorted and searched. */
  table: Signal<TableView>;
  /** What the page about classes shows. */
  progress: ProgressState;
  selected: Signal<TrackerEvent | undefined>;
  /** How far the events are read that the counters do not answer for; undefined where none have to be. */
  reading: Signal<ReadingState | undefined>;
  chartView: ReadonlySignal<ChartView>;
  /** Shows the chart otherwise; where that takes another answer, it stays as it is until then. */
  setChart: (change: Partial<ChartView>) => void;
  /** Pixels that the page is, or after a rebuild is to be, scrolled by. */
  scroll: Signal<number>;
  busy: Signal<boolean>;
  /** What went wrong last, for the user; cleared by the next success. */
  error: Signal<string | undefined>;
  /** For what asks nothing of the data: picking, opening, copying. */
  act: (action: (host: PanelHost) => Promise<void>) => void;
  /** Shows something else; back leads to what is shown now. */
  show: (change: Partial<PanelView>) => void;
  setFilter: (filter: EventFilter) => void;
  back: () => void;
  forward: () => void;
  /** The trends of some rows of the breakdown; undefined when nobody waits for them any more. */
  trends: (rows: readonly ActivityRow[]) => Promise<Map<string, number[]> | undefined>;
  /** Reads the events after all that a question needs, or goes on with it; or stops. */
  readOn: () => void;
  stopReading: () => void;
  suggest: (text: string, field: string | undefined, signal: AbortSignal) => Promise<Suggestion[]>;
  /** What the answer shown rests on. */
  receipt: (signal: AbortSignal) => Promise<Receipt | undefined>;
  /** Names of all attributes that the source knows, once somebody has wanted to know them. */
  learnParameters: () => void;
  parameters: ReadonlySignal<readonly string[]>;
  /** Shows what went wrong with a request, unless it was given up. */
  reportUnless: (givenUp: AbortSignal) => (reason: unknown) => void;
  /** Pulls everything again. */
  refresh: () => void;
  /** The host's state or data have changed. */
  changed: () => void;
}

/** The panel's state, and the only place that asks the host for data. */
export function createStore(connect: Connect, memory: Memory, growthInterval = GROWTH_INTERVAL): Store {
  const saved = memory.read();
  const state = signal<PanelState | undefined>();
  const history = createHistory(saved.view, saved.trail);
  const { view } = history;
  const filter = computed(() => view.value.filter);
  const chart = signal<Chart | undefined>();
  const cards = signal<Cards | undefined>();
  const breakdown = signal<Breakdown | undefined>();
  const table = signal(saved.table);
  const reading = signal<ReadingState | undefined>();
  const parameters = signal<readonly string[]>([]);
  const selected = signal<TrackerEvent | undefined>();
  const chartView = signal(saved.chart);
  const scroll = signal(saved.scroll);
  const busy = signal(false);
  const error = signal<string | undefined>();
  const colourPeriod = signal(saved.colourPeriod);

  let asking = new AbortController();
  let askedKey = '';
  let askedAt = 0;
  /** What the page was made of, so that its chart can be shown otherwise for less. */
  let answered: Asked = new Map();
  /** The question whose events the reader wants read, though each is paid for. */
  let agreedTo = '';
  let growth: ReturnType<typeof setTimeout> | undefined;
  // What the panel had before it was rebuilt, until the first answer.
  let toSelect = saved.selected;
  let edits = 0;

  const report = (reason: unknown) => {
    if (!(reason instanceof HostError)) console.error(reason);
    error.value = reason instanceof HostError ? reason.message : String(reason);
  };

  const eventList = createEventList({
    ask: () => ({ host: connect(asking.signal), givenUp: asking.signal }),
    isMetered: () => state.value?.source?.metered === true,
    report,
    saved,
  });
  const { events, eventSort } = eventList.list;
  const progress = createProgressState(connect, saved.matrix, report);

  /** Takes over the host's state. */
  async function pull(): Promise<void> {
    const before = edits;
    const next = await connect().state();
    setStrings(next.strings);
    batch(() => {
      if (!same(accountNames.value, next.accountNames)) accountNames.value = next.accountNames;
      if (sourceKey(next) !== sourceKey(state.value)) {
        clear();
        reading.value = undefined;
        parameters.value = [];
        selected.value = undefined;
      }
      const first = state.value === undefined;
      state.value = next;
      // The reader may have gone elsewhere while the host was answering: then that stands.
      if (edits !== before) return;
      if (first) history.begin(next.view);
      else history.go(next.view);
    });
  }

  /** Asks for everything shown, with the current filter and period; what was being asked for is dropped. */
  async function ask(what: 'page' | 'chart' = 'page'): Promise<void> {
    const now = state.value;
    asking.abort();
    asking = new AbortController();
    const { signal: aborted } = asking;
    clearTimeout(growth);
    growth = undefined;
    askedKey = keyOf(now, view.value);
    askedAt = Date.now();
    if (!now?.source) return;
    busy.value = true;
    try {
      const question = questionOf(now);
      const host = connect(aborted);
      for (let go = false; ; go = true) {
        const read = await lookIntoReading(host, question, go);
        if (read?.asks && read.read === 0 && agreedTo !== askedKey) {
          batch(() => ((reading.value = read), clear()));
          break;
        }
        const hasBegun = read && (read.read > 0 || read.finished);
        if (!read || hasBegun) {
          const show = await askPage(host, question, view.value, what);
          batch(() => {
            show();
            reading.value = read;
            error.value = undefined;
          });
        }
        if (!read || read.finished || what === 'chart') break;
      }
    } catch (reason) {
      if (!aborted.aborted) report(reason);
    } finally {
      if (!aborted.aborted) busy.value = false;
    }
  }

  /** Where the counters do not answer: how far the events behind the question are read, after reading on if that is wanted. */
  async function lookIntoReading(host: PanelHost, { filter: asked, period }: Question, go: boolean) {
    const { page, groupBy } = view.value;
    // Progress knows no filter.
    if (page === 'progress') return undefined;
    const groups = page === 'breakdown' ? groupBy : [];
    if (isCountedQuestion(asked, groups)) return undefined;
    return host.reading({ filter: asked, groupBy: groups, period, go });
  }

  function clear(): void {
    chart.value = undefined;
    cards.value = undefined;
    breakdown.value = undefined;
    events.value = undefined;
    progress.clear();
  }

  /** Asks for what a page shows, and returns what shows it. */
  async function askPage(
    host: PanelHost,
    question: Question,
    { page, groupBy, progress: choice }: PanelView,
    what: 'page' | 'chart',
  ): Promise<() => void> {
    if (page === 'progress') return progress.ask(host, choice, agreedTo === askedKey);
    if (page === 'breakdown') {
      const answer = await askBreakdown(host, question, groupBy);
      return () => (breakdown.value = answer);
    }
    const { filter, period, timeZone } = question;
    const time = state.value?.source?.metered ? bucketsOf(period, timeZone).field : undefined;
    const shape = chartView.value;
    // While events are read, the answers grow.
    if (what === 'page' || reading.value) answered = new Map();
    const asking = createAsking(host, period, time && { time, stack: shape.stack }, answered);
    if (what === 'chart') {
      const answer = await askChart(question, asking, shape);
      return () => (chart.value = answer);
    }
    const [chartAnswer, cardsAnswer, eventsPage] = await Promise.all([
      askChart(question, asking, shape),
      page === 'overview' ? askCards(question, asking) : undefined,
      page === 'events' ? host.events({ filter, limit: eventList.rowsToAsk(question), period }) : undefined,
    ]);
    return () => {
      chart.value = chartAnswer;
      if (cardsAnswer) cards.value = cardsAnswer;
      if (!eventsPage) return;
      eventList.begin(question, eventsPage);
      selected.value ??= eventsPage.events.find((event) => event.id === toSelect);
      toSelect = undefined;
    };
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
    if (keyOf(state.value, view.value) !== askedKey) return ask();
    if (state.value?.status?.events === eventsBefore && !error.value) return;
    // What was read event by event is not read again for a few that came since.
    if (reading.value) return;
    growth ??= setTimeout(grow, Math.max(0, growthInterval - (Date.now() - askedAt)));
  }

  /** Waits for an answer that is slow to come rather than asking anew for ever. */
  function grow(): void {
    growth = busy.value ? setTimeout(grow, growthInterval) : undefined;
    if (!busy.value) void ask();
  }

  effect(() =>
    memory.write({
      view: view.value,
      trail: history.trail.value,
      table: table.value,
      matrix: progress.matrix.value,
      eventSort: eventSort.value,
      chart: chartView.value,
      selected: selected.value?.id ?? toSelect,
      colourPeriod: colourPeriod.value,
      rows: eventList.rows,
      scroll: scroll.value,
    }),
  );

  /** The view has changed from another: the host keeps it, and what it shows is asked for. */
  function moved(before: PanelView): void {
    edits++;
    void connect().setView({ view: view.value }).catch(report);
    const { zoom } = view.value;
    // A change of the period comes back as the host's, and then all is asked for.
    if (!same(before.zoom, zoom))
      void connect()
        .setPeriod({ period: zoom ?? 'whole' })
        .catch(report);
    else if (keyOf(state.value, view.value) !== askedKey) void ask();
  }

  function move(step: () => boolean): void {
    const before = view.value;
    if (step()) moved(before);
  }

  function setChart(change: Partial<ChartView>): void {
    chartView.value = { ...chartView.value, ...change };
    if (!chart.value || answers(chart.value, chartView.value)) return;
    // What else is shown stays, unless it was being asked for.
    const isCurrent = askedKey === keyOf(state.value, view.value);
    void ask(isCurrent && !busy.value && !growth ? 'chart' : 'page');
  }

  async function trends(rows: readonly ActivityRow[]): Promise<Map<string, number[]> | undefined> {
    const { signal: aborted } = asking;
    if (!breakdown.value) return undefined;
    try {
      return await askTrends(connect(aborted), breakdown.value, rows);
    } catch (reason) {
      if (!aborted.aborted) report(reason);
      return undefined;
    }
  }

  return {
    state,
    view,
    filter,
    trail: history.trail,
    chart,
    cards,
    breakdown,
    ...eventList.list,
    table,
    progress,
    selected,
    reading,
    chartView,
    setChart,
    scroll,
    busy,
    error,
    act: (action) => void action(connect()).catch(report),
    show: (change) => move(() => history.go({ ...view.value, ...change })),
    setFilter: (next) => move(() => history.go({ ...view.value, filter: next })),
    back: () => move(history.back),
    forward: () => move(history.forward),
    trends,
    reportUnless: (givenUp) => (reason) => givenUp.aborted || report(reason),
    readOn() {
      agreedTo = askedKey;
      void ask();
    },
    stopReading() {
      asking.abort();
      busy.value = false;
    },
    suggest: (text, field, signal) => connect(signal).suggest({ text, limit: SUGGESTIONS, ...(field && { field }) }),
    receipt: (signal) => askReceipt(connect(signal), view.value, state.value),
    learnParameters() {
      if (parameters.value.length > 0) return;
      connect()
        .parameters()
        .then((names) => (parameters.value = names), report);
    },
    parameters,
    refresh: () => void refresh(),
    changed: () => void changed(),
  };
}

/** Everything that makes it another question. */
function keyOf(state: PanelState | undefined, { page, filter, groupBy, progress }: PanelView): string {
  if (!state) return '';
  const { period, scope, timeZone, tiles, classes, groups } = state;
  if (page === 'progress') {
    return JSON.stringify([sourceKey(state), period.from, period.to, timeZone, page, progress?.group, classes]);
  }
  const shown = page === 'breakdown' ? [page, groupBy] : [page];
  const ofGroups = filter[GROUP] && groups;
  return JSON.stringify([sourceKey(state), period.from, period.to, scope.id, timeZone, tiles, filter, shown, ofGroups]);
}

function sourceKey(state: PanelState | undefined): string {
  return JSON.stringify(state?.source);
}
