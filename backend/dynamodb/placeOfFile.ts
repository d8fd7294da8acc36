import type { TrackerEvent } from '../core/event.ts';
import type { LogFileFacts } from '../core/eventStore.ts';
import { readLogFileName } from '../core/logFile.ts';
import { timeText } from '../core/quarter.ts';
import { placeOfTime, type RowPlace } from './activityRow.ts';
import { activityPartition, filesPartition, fileSort, OTHER_FILES, rowSort, type Place } from './keys.ts';

/** When CloudTrail delivered a file, else when it was written: YYYY-MM-DDTHH:MM:SSZ. */
export function deliveredAt({ name, modified }: Pick<LogFileFacts, 'name' | 'modified'>): string {
  return readLogFileName(name).delivered ?? timeText(Math.floor(modified / 1000));
}

/**
 * The hour in which the numbers of a file lie: that of its delivery, in which nearly all its events happened. A file whose name
 * does not tell it lies with its newest event; undefined where there is none. A function of what the file is and not of when
 * it was written, so that a copy of it finds the same place.
 */
export function hourOfFile(name: string, events: readonly TrackerEvent[]): RowPlace | undefined {
  let newest = '';
  for (const { eventTime } of events) if (eventTime > newest) newest = eventTime;
  const time = readLogFileName(name).delivered ?? newest;
  return time === '' ? undefined : placeOfTime(time);
}

/** The item that bears the numbers of a file: the row of its events of that hour, or one that charts need not read. */
export function placeOfNumbers(row: RowPlace | undefined, f: string, hasEvents: boolean): Place {
  if (!row) return { pk: OTHER_FILES, sk: f };
  return hasEvents
    ? { pk: activityPartition(row.day), sk: rowSort(row.hour, f, 0) }
    : { pk: filesPartition(row.day), sk: fileSort(row.hour, f) };
}
