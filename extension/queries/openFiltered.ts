import type { EventFilter } from '../../backend/core/filter.ts';
import type { ActivityPanel } from '../panel/panelDeps.ts';
import type { ScopeId } from '../scope/scope.ts';
import type { Session } from '../session.ts';

/** Shows in the activity panel what a query finds: the scope becomes the one that it is meant in, or its events would be hidden. */
export async function openFiltered(
  session: Session,
  panel: ActivityPanel,
  { filter, scope }: { filter: EventFilter; scope: ScopeId },
): Promise<void> {
  if (session.scope !== scope) await session.setScope(scope);
  panel.open(filter, 'events');
}
