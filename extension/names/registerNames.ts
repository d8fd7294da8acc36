import type { EventFilter } from '../../backend/core/filter.ts';
import { ContextKey } from '../contextKey.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import type { ActivityPanel } from '../panel/panelDeps.ts';
import { closeRecords } from '../records/registerRecords.ts';

/** Hide Names and Show Names: pseudonyms in the trees, in the panel and in what is exported. */
export function registerNames({ commands, session }: FeatureDeps, panel: ActivityPanel): void {
  const isHidden = new ContextKey<boolean>('cloudtrailTracker.namesHidden');
  isHidden.set(session.namesHidden);

  async function toggle(hide: boolean): Promise<void> {
    if (hide === session.namesHidden) return;
    const api = session.pseudonymousApi();
    const period = session.questionOf({})?.request;
    const translate = async (filter: EventFilter) => {
      if (!api || !period) return {};
      // A tracker that does not answer is no reason to go on showing names.
      return hide ? api.hideFilter(filter).catch(() => ({})) : api.showFilter(filter, period);
    };
    if (hide) await closeRecords();
    isHidden.set(hide);
    await panel.rebuild(translate, () => session.setNamesHidden(hide));
  }

  commands.register('cloudtrailTracker.hideNames', () => toggle(true));
  commands.register('cloudtrailTracker.showNames', () => toggle(false));
}
