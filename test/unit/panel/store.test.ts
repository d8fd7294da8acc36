import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { EventFilter } from '../../../backend/core/filter.ts';
import type { ProgressAnswer, PanelHost, PanelState, ReadingState } from '../../../extension/panel/protocol.ts';
import { FIRST_CHART_VIEW } from '../../../media/panel/chartView.ts';
import { HostError } from '../../../media/panel/rpc.ts';
import { NOTHING_SAVED, savedOf, type Saved } from '../../../media/panel/saved.ts';
import { PAGE } from '../../../media/panel/eventList.ts';
import { createStore } from '../../../media/panel/store.ts';

const STATE: PanelState = {
  source: { name: 'logs', description: '/logs', metered: false },
  status: { events: 1000 } as PanelState['status'],
  period: { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z', label: 'Last 7 days', narrowed: false },
  scope: { id: 'everything', label: 'Everything' },
  hidden: { events: 0, of: 0 },
  view: { page: 'events', filter: {}, groupBy: ['user'] },
  timeZone: 'UTC',
  locale: 'en',
  accountNames: {},
  tiles: ['RunInstances'],
  columns: ['eventTime'],
  groups: 'groups',
  strings: {},
};

const filterBy = (service: string): EventFilter => ({ service: { in: [service] } });

/** A host of 1,000 events, whose answers can be held back and made to fail. */
function fakeHost() {
  const host = {
    state: { ...STATE },
    asked: [] as string[],
    filters: [] as EventFilter[],
    aborted: 0,
    failing: undefined as string | undefined,
    gate: Promise.resolve(),
    reading: (_go: boolean): ReadingState | undefined => undefined,
    progress: (_group?: string): ProgressAnswer | undefined => undefined,
  };
  const answer = async <T>(method: string, value: () => T, signal?: AbortSignal): Promise<T> => {
    host.asked.push(method);
    signal?.addEventListener('abort', () => host.aborted++);
    await host.gate;
    signal?.throwIfAborted();
    if (host.failing !== undefined) throw new HostError(host.failing);
    return value();
  };
  const row = { count: 10, errors: 1, denied: 0, first: '', last: '' };
  const connect = (signal?: AbortSignal): PanelHost => ({
    state: () => answer('state', () => structuredClone(host.state), signal),
    activity: ({ groupBy }) =>
      answer(`activity ${groupBy.join()}`, () => [{ ...row, hour: '2026-11-02T00:00:00Z', service: 's3' }], signal),
    ranking: ({ groupBy, filter }) => {
      host.filters.push(filter);
      return answer(
        `ranking ${groupBy.join()}`,
        () => ({ rows: [{ ...row, [groupBy[0]!]: 's3' }], values: 1, count: 10 }),
        signal,
      );
    },
    events: ({ cursor, limit }) =>
      answer(
        'events',
        () => {
          const from = Number(cursor ?? 0);
          const events = Array.from({ length: limit }, (_, index) => ({ id: `e${from + index}` }) as TrackerEvent);
          return { events, next: from + limit < 1000 ? String(from + limit) : undefined };
        },
        signal,
      ),
    parameters: () => answer('parameters', () => []),
    reading: ({ go }) => answer('reading', () => host.reading(go), signal),
    receipt: () => answer('receipt', () => undefined),
    sessionChain: () => answer('sessionChain', () => []),
    sameRequest: () => answer('sameRequest', () => []),
    suggest: () => answer('suggest', () => []),
    setView: ({ view }) => answer('setView', () => void (host.state.view = view)),
    setPeriod: ({ period }) =>
      answer(`setPeriod ${typeof period === 'string' ? period : period.from}`, () => undefined),
    pickPeriod: () => answer('pickPeriod', () => undefined),
    pickScope: () => answer('pickScope', () => undefined),
    widenScope: () => answer('widenScope', () => undefined),
    openFolder: () => answer('openFolder', () => undefined),
    openSample: () => answer('openSample', () => undefined),
    openRecord: () => answer('openRecord', () => undefined),
    exportEvents: () => answer('exportEvents', () => undefined),
    pickColumns: () => answer('pickColumns', () => undefined),
    setColumns: () => answer('setColumns', () => undefined),
    copy: () => answer('copy', () => undefined),
    progress: ({ group, read }) =>
      answer(`progress ${group}${read ? ' read' : ''}`, () => host.progress(group), signal),
    leftRunning: ({ group }) => answer(`leftRunning ${group}`, () => ({ resources: [] }), signal),
    openLink: () => answer('openLink', () => undefined),
    exportProgress: () => answer('exportProgress', () => undefined),
  });
  return { host, connect };
}

function storeOver(saved: Partial<Saved> = {}) {
  const { host, connect } = fakeHost();
  let memory: Saved = { ...NOTHING_SAVED, view: STATE.view, ...saved };
  const store = createStore(connect, { read: () => memory, write: (next) => (memory = next) }, 0);
  return { host, store, memory: () => memory };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('the panel’s store', () => {
  it('pulls the state and everything shown', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined);
    assert.equal(store.chart.value?.timeline.total.count, 10);
    assert.equal(store.events.value?.rows.length, PAGE);
    assert.equal(store.busy.value, false);
    // The same ranking is wanted for a tile, a card and the colours.
    assert.equal(host.asked.filter((method) => method === 'ranking service').length, 1);
  });

  it('keeps what it shows until the next answer, and drops the answer that is no longer wanted', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined);
    const shown = store.chart.value;
    let open = () => {};
    host.gate = new Promise((resolve) => (open = resolve));
    store.setFilter(filterBy('s3'));
    store.setFilter(filterBy('ec2'));
    assert.equal(store.chart.value, shown);
    assert.equal(store.busy.value, true);
    open();
    await until(() => !store.busy.value);
    assert.deepEqual(store.chart.value?.question.filter, filterBy('ec2'));
    assert.ok(host.aborted > 0);
  });

  it('asks anew when the groups change that it is filtered by, and otherwise not', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined);
    for (const [filter, expected] of [
      [filterBy('s3'), 0],
      [{ group: { in: ['Class'] } }, 1],
    ] satisfies [EventFilter, number][]) {
      store.setFilter(filter);
      await until(() => !store.busy.value);
      host.asked = [];
      host.state.view = store.view.value;
      host.state.groups += ' changed';
      store.changed();
      await until(() => store.state.value?.groups === host.state.groups);
      await until(() => !store.busy.value);
      assert.equal(host.asked.filter((method) => method === 'events').length, expected);
    }
  });

  it('takes over the host’s filter, but not over one that the reader has just set', async () => {
    const { host, store } = storeOver();
    host.state.view = { ...STATE.view, filter: filterBy('s3') };
    store.refresh();
    await until(() => store.chart.value !== undefined);
    assert.deepEqual(store.filter.value, filterBy('s3'));

    let open = () => {};
    host.gate = new Promise((resolve) => (open = resolve));
    store.changed();
    store.setFilter(filterBy('ec2'));
    open();
    await until(() => !store.busy.value);
    assert.deepEqual(store.filter.value, filterBy('ec2'));
  });

  it('asks anew when the period changes, and after growth, but not when only the progress does', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined);

    host.asked = [];
    host.state.indexing = { filesDone: 1, filesFound: 2 };
    store.changed();
    await until(() => store.state.value?.indexing !== undefined);
    assert.deepEqual(host.asked, ['state']);

    host.state.status = { events: 1100 } as PanelState['status'];
    store.changed();
    await until(() => host.asked.includes('events'));

    await until(() => !store.busy.value);
    host.state.period = { ...STATE.period, from: '2026-11-07T00:00:00Z', narrowed: true };
    store.changed();
    await until(() => store.chart.value?.question.period.from === '2026-11-07T00:00:00Z');
    // The colours still go by the wider period.
    assert.equal(store.chart.value?.question.colourPeriod.from, STATE.period.from);
  });

  it('adds pages, and brings all of them up to date after growth', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined);
    store.loadMore();
    store.loadMore();
    await until(() => store.events.value?.rows.length === PAGE * 2);
    assert.equal(host.asked.filter((method) => method === 'events').length, 2);

    const before = store.events.value;
    host.state.status = { events: 1100 } as PanelState['status'];
    store.changed();
    await until(() => store.events.value !== before);
    assert.equal(store.events.value?.rows.length, PAGE * 2);
  });

  it('loads all rows when they are to be sorted, and stops when told to', async () => {
    const { store } = storeOver();
    store.refresh();
    await until(() => store.events.value !== undefined);
    store.sortEvents({ by: 'user', descending: false });
    assert.equal(store.loadingAll.value, true);
    await until(() => !store.loadingAll.value);
    assert.deepEqual([store.events.value?.rows.length, store.events.value?.next], [PAGE + 1000, undefined]);

    const other = storeOver();
    other.store.refresh();
    await until(() => other.store.events.value !== undefined);
    other.store.sortEvents({ by: 'user', descending: false });
    other.store.stopLoading();
    assert.equal(other.store.loadingAll.value, false);
    // The order outlives a question: its rows are loaded too.
    store.setFilter(filterBy('s3'));
    await until(() => !store.busy.value && !store.loadingAll.value);
    assert.equal(store.events.value?.next, undefined);
  });

  it('shows what went wrong, keeps what it had, and recovers', async () => {
    const { host, store } = storeOver();
    host.failing = 'The folder is gone.';
    store.refresh();
    await until(() => store.error.value === 'The folder is gone.');
    host.failing = undefined;
    store.refresh();
    await until(() => store.chart.value !== undefined);
    assert.equal(store.error.value, undefined);

    host.failing = 'Gone again.';
    store.setFilter(filterBy('s3'));
    await until(() => store.error.value === 'Gone again.' && !store.busy.value);
    assert.ok(store.chart.value);
  });

  it('begins anew with another source', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined);
    store.selected.value = store.events.value?.rows[0];
    delete host.state.source;
    store.changed();
    await until(() => store.chart.value === undefined);
    assert.equal(store.selected.value, undefined);
    assert.equal(store.busy.value, false);
  });

  it('remembers, and finds the selected event again', async () => {
    const { store, memory } = storeOver({
      selected: 'e307',
      chart: { ...FIRST_CHART_VIEW, asTable: true },
      rows: 400,
    });
    assert.deepEqual([memory().selected, memory().rows], ['e307', 400]);
    store.refresh();
    await until(() => store.selected.value?.id === 'e307');
    assert.equal(store.events.value?.rows.length, 400);
    store.setFilter(filterBy('s3'));
    store.setChart({ asTable: false });
    assert.deepEqual(
      [memory().view.filter, memory().chart.asTable, memory().selected],
      [filterBy('s3'), false, 'e307'],
    );
  });

  it('asks for the chart alone when it is to show something else, and for nothing when it need not', async () => {
    const { host, store, memory } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined && !store.busy.value);
    const { events } = store;
    const rows = events.value;

    host.asked = [];
    store.setChart({ stack: 'user' });
    assert.equal(store.chart.value?.stack, 'service', 'what was shown stays until the answer');
    await until(() => store.chart.value?.stack === 'user');
    // The sums of all are known from before.
    assert.deepEqual(host.asked, ['ranking user', 'activity hour,user']);
    assert.equal(events.value, rows);

    host.asked = [];
    store.setChart({ stack: 'outcome' });
    await until(() => store.chart.value?.stack === 'outcome');
    store.setChart({ shape: 'hours' });
    await until(() => store.chart.value?.hours !== undefined);
    store.setChart({ shape: 'time' });
    store.setChart({ hidden: ['outcome: ok'], asTable: true });
    // Outcomes are in every row, and a week is charted by the hour.
    assert.deepEqual(host.asked, []);
    assert.deepEqual(memory().chart, { shape: 'time', stack: 'outcome', asTable: true, hidden: ['outcome: ok'] });
  });

  it('keeps the chart that it has where the other cannot be had, and says why', async () => {
    const { host, store } = storeOver();
    host.state.period = { ...STATE.period, from: '2026-08-01T00:00:00Z' };
    store.refresh();
    await until(() => store.chart.value !== undefined && !store.busy.value);
    host.failing = 'The folder is gone.';
    store.setChart({ shape: 'hours' });
    await until(() => store.error.value === 'The folder is gone.');
    assert.equal(store.chart.value?.hours, undefined);
    host.failing = undefined;
    host.asked = [];
    store.refresh();
    await until(() => store.chart.value?.hours !== undefined);
    // Of months the chart is by the day: the heat map is one question more.
    assert.equal(host.asked.filter((method) => method === 'activity hour').length, 1);
  });

  it('asks for the whole page when the chart changes before the page has come', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.chart.value !== undefined && !store.busy.value);
    store.setFilter(filterBy('s3'));
    store.setChart({ stack: 'outcome' });
    await until(() => !store.busy.value);
    assert.deepEqual(store.events.value?.question.filter, filterBy('s3'));
    assert.deepEqual([store.chart.value?.stack, store.chart.value?.question.filter], ['outcome', filterBy('s3')]);
    assert.equal(host.failing, undefined);
  });

  it('leads back and forward, and asks only for what the page shows', async () => {
    const { host, store, memory } = storeOver();
    store.refresh();
    await until(() => store.events.value !== undefined);
    assert.deepEqual(store.trail.value, { back: [], forward: [] });
    host.asked = [];
    store.show({ page: 'breakdown', groupBy: ['service', 'region'], filter: filterBy('s3') });
    await until(() => store.breakdown.value !== undefined);
    assert.deepEqual(host.asked, ['setView', 'ranking service,region']);
    assert.deepEqual(memory().trail, { back: [STATE.view], forward: [] });

    store.back();
    assert.deepEqual(store.view.value, STATE.view);
    await until(() => !store.busy.value);
    store.forward();
    assert.equal(store.view.value.page, 'breakdown');
    assert.deepEqual(store.trail.value, { back: [STATE.view], forward: [] });
    store.forward();
    assert.equal(store.view.value.page, 'breakdown');
    await until(() => !store.busy.value);
    // What the trees show in the panel is led back from, too.
    host.state.view = { ...STATE.view, filter: filterBy('ec2') };
    store.changed();
    await until(() => store.view.value.page === 'events');
    assert.deepEqual(
      store.trail.value.back.map(({ page }) => page),
      ['events', 'breakdown'],
    );
  });

  it('leads back to the period, too, which is the host’s to change', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.events.value !== undefined);
    const zoom = { from: '2026-11-02T00:00:00Z', to: '2026-11-02T00:30:00Z' };
    host.asked = [];
    store.show({ zoom, filter: filterBy('s3') });
    await until(() => host.asked.includes(`setPeriod ${zoom.from}`));
    assert.ok(!host.asked.includes('events'), 'nothing is asked before the period is another');
    host.state.period = { ...host.state.period, ...zoom, narrowed: true };
    host.state.view = { ...store.view.value };
    store.changed();
    await until(() => store.events.value?.question.period.from === zoom.from);
    assert.equal(store.trail.value.back.length, 1, 'the host’s answer is no step of its own');

    host.asked = [];
    store.back();
    await until(() => host.asked.includes('setPeriod whole'));
    assert.deepEqual(store.view.value, STATE.view);
  });

  it('asks before it reads what is paid for, then reads on and shows sums of what it has', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.events.value !== undefined);
    let read = 0;
    const state = () => ({ of: 40_000, read, matched: read / 10, finished: read === 40_000, full: false, asks: true });
    host.reading = (go) => (go && (read += 20_000), state());
    host.asked = [];
    store.setFilter({ sourceIPAddress: { in: ['192.0.2.1'] } });
    await until(() => !store.busy.value);
    assert.deepEqual(host.asked, ['setView', 'reading']);
    assert.deepEqual([store.reading.value?.asks, store.events.value], [true, undefined]);

    host.asked = [];
    const shown: unknown[] = [];
    store.reading.subscribe((reading) => shown.push([reading?.read, store.events.value !== undefined]));
    store.readOn();
    await until(() => store.reading.value?.finished === true);
    assert.equal(host.asked.filter((method) => method === 'reading').length, 3);
    // Sums of the first half show while the second is read.
    assert.deepEqual(shown.slice(1), [
      [20_000, true],
      [40_000, true],
    ]);
    await until(() => !store.busy.value);
    // New events do not make it read all again.
    host.asked = [];
    host.state.status = { events: 1200 } as PanelState['status'];
    store.changed();
    await until(() => store.state.value?.status?.events === 1200);
    assert.deepEqual(host.asked, ['state']);

    host.reading = () => undefined;
    store.setFilter({});
    await until(() => store.reading.value === undefined);
  });

  it('stops reading when told to, and goes on from there', async () => {
    const { host, store } = storeOver();
    store.refresh();
    await until(() => store.events.value !== undefined);
    let read = 0;
    let resume = () => {};
    host.reading = (go) => {
      if (go) read += 10;
      if (go && read === 10) host.gate = new Promise((resolve) => (resume = resolve));
      return { of: 30, read, matched: 0, finished: read === 30, full: false, asks: false };
    };
    store.setFilter({ session: { in: ['x'] } });
    await until(() => read === 10);
    store.stopReading();
    assert.equal(store.busy.value, false);
    resume();
    host.gate = Promise.resolve();
    store.readOn();
    await until(() => store.reading.value?.finished === true);
    assert.equal(read, 30);
  });

  describe('on the page about progress', () => {
    const answerFor = (group = 'Class'): ProgressAnswer => ({
      ...{ group, description: '', groups: ['Class', 'Others'], isTerm: false, labs: [], students: [] },
    });
    const asked = ({ asked }: { asked: string[] }) => asked.filter((method) => method.startsWith('progress'));

    function progressStore() {
      const all = storeOver({ view: { ...STATE.view, page: 'progress' } });
      all.host.state.view = { ...STATE.view, page: 'progress' };
      all.host.state.classes = 'a';
      all.host.progress = answerFor;
      all.store.refresh();
      return all;
    }

    it('asks for a group, and not again for a student or a lab of it', async () => {
      const { host, store } = progressStore();
      await until(() => store.progress.answer.value?.group === 'Class');
      store.show({ progress: { group: 'Others' } });
      assert.equal(store.progress.answer.value?.group, 'Class', 'what was shown stays meanwhile');
      await until(() => store.progress.answer.value?.group === 'Others');
      store.show({ progress: { group: 'Others', student: 'ana', lab: 'one' } });
      store.back();
      await until(() => !store.busy.value);
      assert.deepEqual(asked(host), ['progress undefined', 'progress Others']);
      store.back();
      await until(() => store.progress.answer.value?.group === 'Class');
    });

    it('drops the answer that is no longer wanted', async () => {
      const { host, store } = progressStore();
      await until(() => store.progress.answer.value !== undefined);
      let open = () => {};
      host.gate = new Promise((resolve) => (open = resolve));
      store.show({ progress: { group: 'gone' } });
      store.show({ progress: { group: 'Others' } });
      assert.equal(host.aborted, 1);
      open();
      await until(() => !store.busy.value);
      assert.equal(store.progress.answer.value?.group, 'Others');
    });

    it('asks anew once a group or a lab has changed, but not for another scope', async () => {
      const { host, store } = progressStore();
      await until(() => store.progress.answer.value !== undefined);
      host.state.scope = { id: 'changes', label: '' };
      store.changed();
      await until(() => store.state.value?.scope.id === 'changes');
      assert.equal(asked(host).length, 1);
      host.state.classes = 'b';
      host.progress = () => undefined;
      store.changed();
      await until(() => store.progress.answer.value === null);
    });

    it('has events read once the reader has agreed', async () => {
      const { host, store } = progressStore();
      await until(() => store.progress.answer.value !== undefined);
      store.readOn();
      await until(() => !store.busy.value);
      assert.deepEqual(asked(host), ['progress undefined', 'progress undefined read']);
    });

    it('asks for what was left running by itself, and forgets it with the group', async () => {
      const { host, store } = progressStore();
      await until(() => store.progress.answer.value !== undefined);
      assert.ok(!host.asked.includes('leftRunning Class'));
      store.progress.askLeft('Class');
      await until(() => store.progress.left.value !== undefined);
      store.show({ progress: { group: 'Others' } });
      await until(() => store.progress.left.value === undefined);
      store.progress.askLeft('Others');
      store.progress.askLeft('Others');
      await until(() => store.progress.left.value !== undefined);
      assert.equal(store.progress.leftBusy.value, false);
    });

    it('forgets everything with the source, where names may have been', async () => {
      const { host, store } = progressStore();
      await until(() => store.progress.answer.value !== undefined);
      host.state.source = { name: 'logs', description: '/logs · names hidden', metered: false };
      const values: unknown[] = [];
      store.progress.answer.subscribe((value) => values.push(value?.group));
      store.changed();
      await until(() => values.length === 3);
      assert.deepEqual(values, ['Class', undefined, 'Class']);
    });
  });

  it('takes nothing from a memory that does not fit', () => {
    for (const value of [undefined, null, 7, 'x', { filter: {} }]) assert.deepEqual(savedOf(value), NOTHING_SAVED);
    const odd = {
      view: STATE.view,
      trail: { back: [1], forward: [] },
      table: { by: 1 },
      chart: { asTable: 'x', stack: 'region', hidden: [1] },
      selected: 2,
      colourPeriod: { from: 3 },
      rows: '5',
      scroll: null,
    };
    const none = { selected: undefined, colourPeriod: undefined };
    assert.deepEqual(savedOf(odd), { ...NOTHING_SAVED, view: STATE.view, ...none });
  });
});
