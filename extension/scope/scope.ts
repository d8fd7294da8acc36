import type { EventFilter } from '../../backend/core/filter.ts';

/** Which events all views are about. */
export const SCOPE_IDS = ['peoplesChanges', 'changes', 'everything'] as const;
export type ScopeId = (typeof SCOPE_IDS)[number];

/** Whoever can be asked about what they did; AWS's own services and other accounts are not among them. */
const PEOPLE = ['iamUser', 'person', 'role', 'root'];

/** Denied attempts are events like others: they are in every scope. */
const FILTERS: Record<ScopeId, EventFilter> = {
  peoplesChanges: { kind: { in: PEOPLE }, readOnly: { in: ['false'] } },
  changes: { readOnly: { in: ['false'] } },
  everything: {},
};

export function scopeFilter(scope: ScopeId): EventFilter {
  return FILTERS[scope];
}

export function readScope(value: unknown): ScopeId {
  return SCOPE_IDS.find((id) => id === value) ?? 'peoplesChanges';
}

/** Whether a scope hides so much (nine tenths or more) that the views have to say so. */
export function hidesMost(shown: number, all: number): boolean {
  return all > 0 && (all - shown) * 10 >= all * 9;
}
