import { cachedApi } from '../../../backend/client/cachedApi.ts';
import { both, type EventFilter } from '../../../backend/core/filter.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';
import type { PanelHost } from '../../../extension/panel/protocol.ts';
import { rankingOf } from '../../../backend/core/ranking.ts';
import { scopeFilter } from '../../../extension/scope/scope.ts';
import { kindsLevel } from '../../../extension/tree/userLevels.ts';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import { askChart } from '../../../media/panel/chart.ts';
import { FIRST_CHART_VIEW } from '../../../media/panel/chartView.ts';
import { askCards } from '../../../media/panel/overview.ts';
import { createAsking } from '../../../media/panel/rankings.ts';
import type { lastHours } from './questions.ts';

/** The scope and the tiles that the extension has unless told otherwise. */
const SCOPE = scopeFilter('peoplesChanges');
const TILES = ['RunInstances', 'CreateDBInstance', 'CreateFunction', 'CreateLoadBalancer'];

/** Calls of the API that a view makes. */
export interface ViewRun {
  calls: number;
  /** As long as it takes where each call has a function of its own. */
  milliseconds: number;
  /** Of all these functions together. */
  sum: number;
}

type Asked = Pick<TrackerApi, 'activity' | 'gaps' | 'scan' | 'status'>;
type Period = ReturnType<typeof lastHours>;
type View = (api: Asked, period: Period) => Promise<unknown>;

/** What the extension asks. */
export const VIEWS = {
  'tree of users': askTree,
  overview: showOverview,
  // As the extension asks a tracker: what several views want is asked once.
  'tree and overview': async (api, period) => {
    const shared = cachedApi(api as TrackerApi, { keep: 30_000, atOnce: Infinity, now: Date.now });
    await Promise.all([askTree(shared, period), showOverview(shared, period)]);
  },
  'all views, opened': async (api, period) => {
    const shared = cachedApi(api as TrackerApi, { keep: 30_000, atOnce: Infinity, now: Date.now });
    await shared.status({});
    await Promise.all([{}, SCOPE].map((filter) => shared.activity({ ...period, filter, groupBy: [] })));
    await askTree(shared, period);
    await Promise.all([showOverview(shared, period), shared.scan({ ...period, filter: SCOPE, limit: 100 })]);
    await shared.gaps(period);
  },
} satisfies Record<string, View>;

async function askTree(api: Asked, period: Period): Promise<void> {
  const { filter, groupBy, nodes } = kindsLevel();
  nodes(await api.activity({ ...period, filter: both(SCOPE, filter), groupBy }));
}

async function showOverview(api: Asked, { tz, ...period }: Period): Promise<void> {
  const host = hostOf(api);
  const question = { filter: {}, period, timeZone: tz, tiles: TILES, colourPeriod: period };
  const asking = createAsking(host, period, { time: bucketsOf(period, tz).field, stack: 'service' });
  await Promise.all([askChart(question, asking, FIRST_CHART_VIEW), askCards(question, asking)]);
}

/** The two methods of the panel's host that the overview calls, as panelHost.ts has them. */
function hostOf(api: Asked): PanelHost {
  const inScope = (filter: EventFilter) => both(SCOPE, filter);
  const activity: PanelHost['activity'] = ({ filter, groupBy, period }) =>
    api.activity({ ...period, tz: 'UTC', filter: inScope(filter), groupBy });
  const ranking: PanelHost['ranking'] = async ({ filter, groupBy, limit, period }) =>
    rankingOf(await activity({ filter, groupBy, period }), groupBy, limit);
  return { activity, ranking } as PanelHost;
}

/**
 * Lets the calls of a view through one by one: those that it makes at the same time would run in functions of their own, and so
 * take as long as the longest of them.
 */
export async function runView(view: View, api: Asked, period: Period): Promise<ViewRun> {
  const run: ViewRun = { calls: 0, milliseconds: 0, sum: 0 };
  let [waiting, longest] = [0, 0];
  let last: Promise<unknown> = Promise.resolve();
  function timed<R, A>(ask: (request: R) => Promise<A>): (request: R) => Promise<A> {
    return (request) => {
      run.calls++;
      waiting++;
      const result = last.then(async () => {
        const begin = performance.now();
        const answer = await ask(request);
        const passed = performance.now() - begin;
        run.sum += passed;
        longest = Math.max(longest, passed);
        return answer;
      });
      last = result.then(() => {
        if (--waiting > 0) return;
        run.milliseconds += longest;
        longest = 0;
      });
      return result;
    };
  }
  await view(
    { activity: timed(api.activity), gaps: timed(api.gaps), scan: timed(api.scan), status: timed(api.status) },
    period,
  );
  return run;
}
