import type { LogFileFacts } from '../core/eventStore.ts';
import { readLogFileName } from '../core/logFile.ts';
import { timeText } from '../core/quarter.ts';
import { placeOfTime, type RowPlace } from './activityRow.ts';
import { activityPartition, filesPartition, fileSort, rowSort, type Place } from './keys.ts';

/** When CloudTrail delivered a file, else when it was written: YYYY-MM-DDTHH:MM:SSZ. */
export function deliveredAt({ name, modified }: Pick<LogFileFacts, 'name' | 'modified'>): string {
  return readLogFileName(name).delivered ?? timeText(Math.floor(modified / 1000));
}

/** The hour in which the numbers of a file lie. Nearly all its events happened in it. */
export function rowOfFile(file: Pick<LogFileFacts, 'name' | 'modified'>): RowPlace {
  return placeOfTime(deliveredAt(file));
}

/** The item that bears the numbers of a file: the row of its events of that hour, or one that charts need not read. */
export function placeOfNumbers({ day, hour }: RowPlace, f: string, hasEvents: boolean): Place {
  return hasEvents
    ? { pk: activityPartition(day), sk: rowSort(hour, f, 0) }
    : { pk: filesPartition(day), sk: fileSort(hour, f) };
}
