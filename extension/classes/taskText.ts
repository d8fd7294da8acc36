import { visibleText } from '../../backend/core/visibleText.ts';
import type { Format } from '../format.ts';
import { filterText } from '../queries/filterText.ts';
import type { Task } from './lab.ts';
import type { ClassProgress, TaskProgress } from './progress.ts';

/** How many names and error codes are listed. */
const MOST_NAMES = 20;
const MOST_CODES = 3;

/** What one user lacks of a task: how many of which events, and what came of the calls that failed. Undefined for a task that is done. */
export function missingText(task: Task, progress: TaskProgress, format: Format): string | undefined {
  if (progress.done !== undefined) return undefined;
  const { l10n, number } = format;
  const calls = filterText(task.filter, format).join('; ');
  const lines = [
    task.count === 1
      ? l10n.t('Missing: {0}', calls)
      : l10n.t('Missing: {0} of {1}: {2}', number(task.count - progress.count), number(task.count), calls),
  ];
  if (progress.failed > 0) lines.push(failedText(progress, format));
  return lines.join('\n');
}

/** Who of a group lacks it: `names` are the members as they are shown. Undefined where everybody has done it. */
export function lackingText(
  { members }: ClassProgress,
  names: readonly string[],
  [lab, task]: readonly [lab: number, task: number],
  { l10n, number }: Format,
): string | undefined {
  const lacking = names.filter((_, at) => members[at]?.labs[lab]?.tasks[task]?.done === undefined);
  if (lacking.length === 0) return undefined;
  const named = lacking.slice(0, MOST_NAMES).map(visibleText).join(', ');
  const text = l10n.t('{0} of {1} have not done it: {2}', number(lacking.length), number(names.length), named);
  return lacking.length > MOST_NAMES ? l10n.t('{0} and {1} more', text, number(lacking.length - MOST_NAMES)) : text;
}

function failedText({ failed, errorCodes }: TaskProgress, { l10n, number }: Format): string {
  const codes = errorCodes.slice(0, MOST_CODES).map(visibleText).join(', ');
  if (codes === '') return failed === 1 ? l10n.t('1 call failed') : l10n.t('{0} calls failed', number(failed));
  return failed === 1 ? l10n.t('1 call failed: {0}', codes) : l10n.t('{0} calls failed: {1}', number(failed), codes);
}
