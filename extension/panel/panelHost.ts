import { both, type EventFilter } from '../../backend/core/filter.ts';
import { isCountedQuestion, type ActivityField, type ActivityRow } from '../../backend/core/activity.ts';
import { groupsKey } from './groupsKey.ts';
import { createMeter } from './meter.ts';
import type { PanelDeps, PanelSource } from './panelDeps.ts';
import type { PanelService } from './panelServer.ts';
import type { PanelPeriod, PanelState, PanelView } from './protocol.ts';
import { rankingOf } from '../../backend/core/ranking.ts';
import { classesKey, createProgressHost } from './progressHost.ts';
import { createReadings } from './readings.ts';
import { receiptOf } from './receipt.ts';
import { sameRequest } from './sameRequest.ts';
import { sessionChain } from './sessionChain.ts';
import { suggest } from './suggest.ts';

/** What one open panel has of its own. */
export interface OpenPanel {
  view: PanelView;
  /** Called when the panel has changed its view. */
  onView: () => void;
  locale: string;
  strings: Record<string, string>;
  copy(text: string): Promise<void>;
}

const NOTHING_HIDDEN: PanelState['hidden'] = { events: 0, of: 0 };

/** Answers the panel: its own filter and the scope of all views make one filter, and the tracker is asked with it. */
export function createPanelHost(given: PanelDeps, panel: OpenPanel): PanelService {
  const meter = createMeter(() => given.source());
  const deps = { ...given, source: meter.source };
  const inScope = (filter: EventFilter) => both(deps.scope().filter, filter);
  const periodOf = (period: PanelPeriod | undefined) => {
    const { from, to } = period ?? deps.period();
    return { from, to, tz: deps.timeZone() };
  };

  const readings = createReadings(deps);

  async function activity(
    request: { filter: EventFilter; groupBy: ActivityField[]; period?: PanelPeriod },
    signal: AbortSignal,
  ): Promise<ActivityRow[]> {
    const { groupBy, period } = request;
    const filter = inScope(request.filter);
    const reading = isCountedQuestion(filter, groupBy) ? undefined : readings.current;
    if (reading) return reading.activity(filter, groupBy);
    const api = deps.source()?.api;
    return api ? api.activity({ filter, groupBy, ...periodOf(period) }, signal) : [];
  }

  /** Two sums over the counters; none where the scope hides nothing. */
  async function hidden(source: PanelSource, signal: AbortSignal): Promise<PanelState['hidden']> {
    const { filter } = deps.scope();
    if (Object.keys(filter).length === 0) return NOTHING_HIDDEN;
    const count = async (within: EventFilter) =>
      (await source.api.activity({ filter: within, groupBy: [], ...periodOf(undefined) }, signal))[0]?.count ?? 0;
    const [all, shown] = await Promise.all([count({}), count(filter)]);
    return { events: all - shown, of: all };
  }

  /** The period is that of all views: whoever narrows it, the panel shows it so. */
  function viewIn({ from, to, narrowed }: PanelState['period']): PanelView {
    const { zoom: _, ...view } = panel.view;
    return { ...view, ...(narrowed && { zoom: { from, to } }) };
  }

  return {
    async state(_request, signal) {
      const source = deps.source();
      const [groups, [status, hiddenEvents, classes]] = await Promise.all([
        groupsKey(deps),
        source
          ? Promise.all([source.api.status({}, signal), hidden(source, signal), classesKey(deps)])
          : [undefined, NOTHING_HIDDEN, undefined],
      ]);
      const { id, label } = deps.scope();
      const period = deps.period();
      return {
        source: source && { name: source.name, description: source.description, metered: source.metered },
        status,
        period,
        scope: { id, label },
        hidden: hiddenEvents,
        view: viewIn(period),
        timeZone: deps.timeZone(),
        locale: panel.locale,
        accountNames: Object.fromEntries(deps.accountNames()),
        tiles: deps.tiles(),
        columns: deps.columns(),
        indexing: source?.indexing,
        classes,
        groups,
        strings: panel.strings,
      };
    },
    activity,
    async ranking({ filter, groupBy, limit, period }, signal) {
      return rankingOf(await activity({ filter, groupBy, period }, signal), groupBy, limit);
    },
    async events({ limit, cursor, period, ...request }, signal) {
      const api = deps.source()?.api;
      if (!api) return { events: [] };
      const filter = inScope(request.filter);
      if (readings.current && !isCountedQuestion(filter, [])) return readings.current.page(limit, cursor);
      const page = await api.scan({ filter, limit, cursor, ...periodOf(period) }, signal);
      if (typeof page === 'number') throw new TypeError('a page was asked for, not a count');
      return page;
    },
    reading({ filter, groupBy, period, go }, signal) {
      return readings.look({ filter: inScope(filter), groupBy, ...periodOf(period) }, go, signal);
    },
    receipt: ({ page, filter, groupBy, period }, signal) =>
      receiptOf({ meter, readings }, { page, filter: inScope(filter), groupBy, ...periodOf(period) }, signal),
    sessionChain: async (request, signal) => {
      const api = deps.source()?.api;
      return api ? sessionChain(api, request, signal) : [];
    },
    sameRequest: async ({ event }, signal) => {
      const api = deps.source()?.api;
      return api ? sameRequest(api, event, signal) : [];
    },
    suggest: (request, signal) => suggest(deps, request, signal),
    parameters: async (_request, signal) => (await deps.source()?.api.parameters({}, signal)) ?? [],
    setView({ view }) {
      panel.view = view;
      panel.onView();
      return Promise.resolve();
    },
    setPeriod: ({ period }) => deps.setPeriod(period),
    pickPeriod: () => deps.pickPeriod(),
    pickScope: () => deps.pickScope(),
    widenScope: () => deps.widenScope(),
    openFolder: () => deps.openFolder(),
    openSample: () => deps.openSample(),
    exportEvents: () => deps.exportEvents(panel.view.filter),
    openRecord: ({ event }) => deps.openRecord(event),
    pickColumns: () => deps.pickColumns(),
    setColumns: ({ columns }) => deps.setColumns(columns),
    copy: ({ text }) => panel.copy(text),
    ...createProgressHost(deps),
  };
}
