import type { Format } from './format.ts';
import { periodLabel } from './period/periodLabel.ts';
import { scopeLabel } from './scope/scopeLabel.ts';
import type { Session } from './session.ts';
import { sourceName } from './sources/sourceName.ts';

/** What all views are about, in one line: source, period and scope, and whether names are hidden. Undefined without a source. */
export function viewName(session: Session, format: Format): string | undefined {
  const { source } = session;
  if (!source) return undefined;
  const period = periodLabel(session.periodChoice, session.period, format);
  const hidden = session.namesHidden ? [format.l10n.t('names hidden')] : [];
  return [sourceName(source, format), period, scopeLabel(session.scope, format.l10n), ...hidden].join(' · ');
}
