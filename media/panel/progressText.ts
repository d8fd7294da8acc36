import type { EventFilter } from '../../backend/core/filter.ts';
import { groupsOf } from '../../backend/core/filterEdit.ts';
import type { LabState, PanelLab, TaskProgress } from '../../extension/panel/protocol.ts';
import type { Format } from './format.ts';
import { partLabel } from './labels.ts';
import { t } from './l10n.ts';

export function stateLabel(state: LabState): string {
  switch (state) {
    case 'finished':
      return t('finished');
    case 'stuck':
      return t('stuck');
    case 'started':
      return t('started');
    case 'notStarted':
      return t('never started');
  }
}

/** When a lab opens and is due; '' where it is always open. */
export function labTimes({ opens, due }: Pick<PanelLab, 'opens' | 'due'>, format: Format): string {
  const parts = [];
  if (opens !== undefined) parts.push(t('opens {0}', dayAt(Date.parse(opens), format)));
  // The end is exclusive: of a day that is due, the last second.
  if (due !== undefined) parts.push(t('due {0}', dayAt(Date.parse(due) - 1000, format)));
  return parts.join(' · ');
}

export function dayAt(time: number, format: Format): string {
  return format.bucket(time, time + 1, 'day');
}

/** What has to be called, in words: "RunInstances · Service: ec2". */
function filterWords(filter: EventFilter): string {
  const groups = groupsOf(filter).map(({ field, test, values }) => {
    const parts = values.map((value) => partLabel({ field, test, value }));
    const words = parts.map(({ value }) => value).join(', ');
    return field === 'eventName' ? { words, at: 0 } : { words: `${parts[0]?.field}: ${words}`, at: 1 };
  });
  return groups
    .sort((a, b) => a.at - b.at)
    .map(({ words }) => words)
    .join(' · ');
}

/** How many calls counted, where more than one is required. */
export function countText({ count, required }: TaskProgress, format: Format): string {
  return required === 1 ? '' : t('{0} of {1}', format.number(Math.min(count, required)), format.number(required));
}

/** When the last call happened that was needed; else what is missing. */
export function standingText({ count, required, done }: TaskProgress, filter: EventFilter, format: Format): string {
  if (done !== undefined) return t('done {0}', format.stamp(Date.parse(done)));
  const missing = required - count;
  return missing === 1
    ? t('Missing: one call of {0}', filterWords(filter))
    : t('Missing: {0} calls of {1}', format.number(missing), filterWords(filter));
}
