import { timeText } from '../core/quarter.ts';
import { packCells, type Row, type RowPlace } from './activityRow.ts';
import type { Expiry } from './expiry.ts';
import { numbersAttribute, type FileNumbers } from './fileNumbers.ts';
import { inParallel } from './inParallel.ts';
import { activityPartition, rowSort, type Place } from './keys.ts';
import type { Attributes, Condition, Table } from './table.ts';

/** Puts at once. */
const PARALLEL = 64;

export interface FileRows {
  f: string;
  rows: readonly Row[];
  /** Where its numbers go. */
  settling: Place;
  numbers: FileNumbers;
  /** The time (YYYY-MM-DDTHH:MM:SSZ) by which these expire. */
  until: string;
}

/** Puts the rows of a file, and last its numbers. Where `conditions` do not hold, what is there is left. */
export async function putRows(
  table: Table,
  expiry: Expiry,
  { f, rows, settling, numbers, until }: FileRows,
  conditions: { row?: Condition; numbers?: Condition } = {},
): Promise<void> {
  const items = rows.flatMap((row) => rowItems(row, f, expiry));
  const isSettling = ({ pk, sk }: Place) => pk === settling.pk && sk === settling.sk;
  await inParallel(
    items.filter((item) => !isSettling(item)),
    PARALLEL,
    ({ pk, sk, attributes }) => table.put({ pk, sk }, attributes, conditions.row),
  );
  const attributes = { ...items.find(isSettling)?.attributes, ...numbersAttribute(numbers), ...expiry.at(until) };
  await table.put(settling, attributes, conditions.numbers);
}

/** The items of a row. */
export function rowItems({ day, hour, cells }: Row, f: string, expiry: Expiry): (Place & { attributes: Attributes })[] {
  return packCells(cells).map((bytes, part) => ({
    pk: activityPartition(day),
    sk: rowSort(hour, f, part),
    attributes: { c: { B: bytes }, ...expiry.at(endOfHour({ day, hour })) },
  }));
}

export function endOfHour({ day, hour }: RowPlace): string {
  return timeText(Date.parse(day) / 1000 + (hour + 1) * 3600);
}
