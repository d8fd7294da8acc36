import { noSpending, type Spending } from '../../backend/client/spending.ts';
import { routes, type ApiMethod } from '../../backend/core/routes.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import type { PanelDeps, PanelSource } from './panelDeps.ts';

export interface PanelMeter {
  /** The source, all of whose questions are counted. */
  source: PanelDeps['source'];
  /**
   * What was spent on a question, which `key` tells from others: all since the question before had its receipt. So what was asked
   * and then given up is on the next receipt, and nothing is on none.
   */
  spentOn(key: string): Spending;
}

/** Counts what the questions of a panel cost. */
export function createMeter(source: PanelDeps['source']): PanelMeter {
  const spending = noSpending();
  let current: string | undefined;
  let begun = noSpending();
  let billed = noSpending();

  return {
    source() {
      const given = source();
      return given?.measure ? { ...given, api: measured(given.api, given.measure, spending) } : given;
    },
    spentOn(key) {
      if (key !== current) begun = billed;
      current = key;
      billed = { ...spending };
      return difference(spending, begun);
    },
  };
}

function measured(api: TrackerApi, measure: NonNullable<PanelSource['measure']>, spending: Spending): TrackerApi {
  // Each method takes its own request; here they are all alike.
  const calls = api as unknown as Record<ApiMethod, (request: object, signal?: AbortSignal) => Promise<unknown>>;
  const methods = (Object.keys(routes) as ApiMethod[]).map((method) => [
    method,
    (request: object, signal?: AbortSignal) => measure(spending, () => calls[method](request, signal)),
  ]);
  return Object.fromEntries(methods) as TrackerApi;
}

function difference(now: Spending, before: Spending): Spending {
  return {
    asked: now.asked - before.asked,
    kept: now.kept - before.kept,
    untold: now.untold - before.untold,
    read: now.read - before.read,
    write: now.write - before.write,
  };
}
