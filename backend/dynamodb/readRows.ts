import type { QuarterRange } from '../core/quarter.ts';
import { unpackCells } from './activityRow.ts';
import { readNames } from './catalogue.ts';
import type { CellCollector } from './cellCollector.ts';
import { inParallel } from './inParallel.ts';
import { activityPartition, rowRange } from './keys.ts';
import type { Table } from './table.ts';

/** Days read at once. */
const PARALLEL = 16;

/** Up to so many days are simply asked for; of a longer period it is looked up first which days have anything. */
const FEW_DAYS = 40;

const QUARTERS_PER_HOUR = 4;
const QUARTERS_PER_DAY = 96;

/** Hours of one day of UTC, to exclusive. */
export interface DayHours {
  day: string;
  fromHour: number;
  toHour: number;
}

/** The days of a range that may have activity, newest first, each with the hours that lie in the range. */
export async function daysIn(
  table: Table,
  { fromQuarter, toQuarter }: QuarterRange,
  signal?: AbortSignal,
): Promise<DayHours[]> {
  const [first, end] = [Math.floor(fromQuarter / QUARTERS_PER_DAY), Math.ceil(toQuarter / QUARTERS_PER_DAY)];
  const hours = (day: string, number: number): DayHours => ({
    day,
    fromHour: Math.max(0, Math.floor((fromQuarter - number * QUARTERS_PER_DAY) / QUARTERS_PER_HOUR)),
    toHour: Math.min(24, Math.ceil((toQuarter - number * QUARTERS_PER_DAY) / QUARTERS_PER_HOUR)),
  });
  if (end - first <= FEW_DAYS) {
    return Array.from({ length: end - first }, (_, index) => hours(dayText(end - 1 - index), end - 1 - index));
  }
  const days = await readNames(table, 'days', signal);
  return days
    .map((day) => hours(day, Date.parse(`${day}T00:00:00Z`) / 86_400_000))
    .filter(({ fromHour, toHour }) => fromHour < toHour)
    .reverse();
}

/** Reads the rows of some hours, and collects those of their cells that lie in the range. */
export async function collectRows(
  table: Table,
  days: readonly DayHours[],
  { fromQuarter, toQuarter }: QuarterRange,
  collector: CellCollector,
  signal?: AbortSignal,
): Promise<void> {
  await inParallel(days, PARALLEL, async ({ day, fromHour, toHour }) => {
    const range = { pk: activityPartition(day), between: rowRange(fromHour, toHour) };
    for await (const items of table.pages(range, { signal })) {
      for (const { attributes } of items) {
        const cells = attributes['c']?.B;
        if (cells) collector.add(unpackCells(cells), fromQuarter, toQuarter);
      }
    }
  });
}

function dayText(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}
