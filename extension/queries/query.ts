import type { EventFilter } from '../../backend/core/filter.ts';
import type { ScopeId } from '../scope/scope.ts';

/**
 * A question that is asked again and again: a filter, and the scope that it is meant in. The scope of all views does not narrow it (a
 * failed sign-in under a name that nobody has is no change by a person); opening a query changes that scope to the query's.
 */
export interface Query {
  /** Unique, and stable from one look to the next. */
  id: string;
  name: string;
  /** One sentence on what it finds; '' where there is none. */
  description: string;
  filter: EventFilter;
  scope: ScopeId;
  /** A codicon. */
  icon: string;
  /** `leftRunning`: what its events created and nothing has deleted is what is looked for. */
  kind: 'preset' | 'leftRunning' | 'saved';
}

/** More events than that are not read of a tracker, where reading costs, before the user has agreed. */
export const MOST_READ = 20_000;
