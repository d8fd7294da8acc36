import { isTimeField, type ActivityField, type ActivityRow } from '../activity.ts';
import { activityRows, columnsOf } from '../activityRows.ts';
import { USER_KINDS, type TrackerEvent } from '../event.ts';
import { encodeEventId, keyOf } from '../eventId.ts';
import { secondsOf } from '../quarter.ts';
import type { Hiding } from './hiding.ts';

/** The event with pseudonyms. Its id, which has the user's name in it, is that of the event with pseudonyms too. */
export function hideEvent(event: TrackerEvent, hiding: Hiding): TrackerEvent {
  const { kind } = event;
  const hide = (field: string, value: unknown): unknown => {
    if (typeof value === 'string') return hiding.value(field, value, kind);
    return Array.isArray(value) ? value.map((item) => hide(field, item)) : value;
  };
  const hidden = Object.fromEntries(
    Object.entries(event).map(([field, value]) => [field, field === 'id' ? '' : hide(field, value)]),
  ) as unknown as TrackerEvent;
  return { ...hidden, id: encodeEventId(keyOf(hidden)) };
}

/** Activity rows with pseudonyms, sorted by them. */
export function hideRows(
  groupBy: readonly ActivityField[],
  rows: readonly ActivityRow[],
  hiding: Hiding,
): ActivityRow[] {
  const columns = columnsOf(groupBy);
  const hide = (row: ActivityRow, column: string) => {
    const value = String(row[column] ?? '');
    return isTimeField(column) ? value : hiding.value(column, value, kindOf(row));
  };
  const sums = rows.map((row) => ({
    ...row,
    values: columns.map((column) => hide(row, column)),
    first: secondsOf(row.first),
    last: secondsOf(row.last),
  }));
  return activityRows(groupBy, sums);
}

function kindOf(row: ActivityRow) {
  // The kind is that of the user where both are asked for; alone it says nothing of other columns.
  return 'user' in row ? USER_KINDS.find((kind) => kind === row['kind']) : undefined;
}
