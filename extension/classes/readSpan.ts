import { periodOf } from '../../backend/core/period.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { FileReading } from '../workspaceFiles/fileReading.ts';
import type { Path } from '../workspaceFiles/textPlaces.ts';
import type { Span } from './group.ts';

/** Two ends as they stand in a file, under the keys that they have there. Undefined after a problem was told. */
export function readSpan(reading: FileReading, path: Path, ends: Record<string, unknown>): Span | undefined {
  const { l10n } = reading;
  const [[fromKey, from], [toKey, to]] = Object.entries(ends) as [[string, unknown], [string, unknown]];
  for (const [key, value] of [
    [fromKey, from],
    [toKey, to],
  ] as const) {
    if (value === undefined || (typeof value === 'string' && canBeAsked({ from: value, to: LAST_DAY }))) continue;
    return reading.fail(
      [...path, key],
      l10n.t('This is no date (2026-10-01) and no date and time (2026-10-01T10:00:00+02:00).'),
    );
  }
  const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) } as Span;
  if (from === undefined || to === undefined || canBeAsked(span)) return span;
  return reading.fail([...path, fromKey], l10n.t('{0} lies after {1}.', fromKey, toKey));
}

const LAST_DAY = '9999-12-31';

function canBeAsked(span: Span): boolean {
  try {
    periodOf(span, 0);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
