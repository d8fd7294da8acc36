/**
 * What the Users and Services views have to show. The context key cloudtrailTracker.viewState bears it, and each state
 * that leaves a view empty has its welcome content in package.json.
 */
export const VIEW_STATES = [
  'noSource',
  'opening',
  'indexing',
  'noEvents',
  'nothingInPeriod',
  'nothingInScope',
  'error',
  'ready',
] as const;
export type ViewState = (typeof VIEW_STATES)[number];

export interface Situation {
  hasSource: boolean;
  failed: boolean;
  /** Whether files are still being read. */
  indexing: boolean;
  /** Events: stored, in the period, and of those in the scope. Undefined before the source has answered. */
  counts?: { stored: number; inPeriod: number; inScope: number };
}

export function viewState({ hasSource, failed, indexing, counts }: Situation): ViewState {
  if (!hasSource) return 'noSource';
  if (counts !== undefined && counts.inScope > 0) return 'ready';
  if (failed) return 'error';
  if (counts === undefined) return 'opening';
  if (counts.stored === 0) return indexing ? 'indexing' : 'noEvents';
  if (counts.inPeriod === 0) return 'nothingInPeriod';
  return 'nothingInScope';
}
