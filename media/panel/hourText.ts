import type { Format } from './format.ts';
import type { HourRow } from './hours.ts';
import { t } from './l10n.ts';

/** An hour of the day, as an axis has it: 09. */
export function hourText(hour: number): string {
  return String(hour).padStart(2, '0');
}

/** The day or the day of the week. */
export function rowLabel({ weekday, start }: HourRow, format: Format): string {
  return start === undefined ? format.weekday(weekday) : format.dayOfYear(start);
}

export function cellTitle(row: HourRow, hour: number, format: Format): string {
  return `${rowLabel(row, format)}, ${hourText(hour)}:00 – ${hourText((hour + 1) % 24)}:00`;
}

/** A cell as it is spoken. */
export function cellText(row: HourRow, hour: number, format: Format): string {
  const title = cellTitle(row, hour, format);
  const cell = row.cells[hour];
  if (!cell) return t('{0}: not in the period', title);
  return t('{0}: {1} events, {2} errors', title, format.number(cell.count), format.number(cell.errors));
}
