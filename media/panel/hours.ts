import type { ActivityRow, TimeField } from '../../backend/core/activity.ts';
import type { PanelPeriod } from '../../extension/panel/protocol.ts';
import { indexIn } from './buckets.ts';
import { DAY, HOUR, QUARTER, createZone, weekdayOf, type Zone } from './zone.ts';

/** Days that have a row each; in a longer period the days of the week have. */
const MOST_DAYS = 14;
const HOURS = 24;

/** Activity by hour of the day, in the viewer's zone. */
export interface HourMap {
  by: 'day' | 'weekday';
  rows: HourRow[];
  /** The highest count of a cell. */
  max: number;
}

export interface HourRow {
  /** 0 is Monday. */
  weekday: number;
  /** When the day begins; of days of the week undefined. */
  start?: number;
  /** By hour, 0 to 23; undefined where the period has no such hour, or the clocks leave it out. */
  cells: (HourCell | undefined)[];
}

export interface HourCell {
  count: number;
  errors: number;
  denied: number;
  /** Days whose hour this is: one, but for days of the week. */
  days: number;
  /** The time itself, or of several the one with most events. It takes two hours where clocks are put back. */
  busiest: { from: number; to: number; count: number };
}

interface Day {
  number: number;
  start: number;
  /** The time of each hour, as far as it lies within the period. */
  hours: (Span | undefined)[];
  /** The clocks do not change. */
  even: boolean;
}

interface Span {
  from: number;
  to: number;
}

/** The days of a period, and what activity has to be grouped by to fall into their hours. */
export interface HoursPlan {
  zone: Zone;
  days: Day[];
  from: number;
  end: number;
  field: TimeField;
}

export function hoursPlan(period: PanelPeriod, timeZone: string): HoursPlan {
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  const zone = createZone(timeZone);
  const [first, last] = [zone.dayOf(from), zone.dayOf(to - 1)];
  const starts = [zone.startOf(first)];
  const offsets = starts.map((start) => zone.offset(start));
  for (let day = first; day <= last; day++) {
    // Looked up once a day, which is most of the work: clocks seldom change.
    const [before = from, offsetBefore = 0] = [starts.at(-1), offsets.at(-1)];
    const dayLater = before + DAY;
    const offset = zone.offset(dayLater);
    // A day whose clocks are put forward at midnight begins at one.
    const even = offset === offsetBefore && (before + offset) % DAY === 0;
    const start = even ? dayLater : zone.startOf(day + 1);
    starts.push(start);
    offsets.push(even ? offset : zone.offset(start));
  }
  const days = starts.slice(0, -1).map((start, index) => {
    const next = starts[index + 1] ?? start;
    const even = offsets[index] === offsets[index + 1] && next - start === DAY;
    const spans = even ? evenHours(start) : unevenHours(start, next, zone);
    return { number: first + index, start, even, hours: spans.map((span) => within(span, from, to)) };
  });
  // The counters' hours are UTC's: where the zone is half an hour off, only quarters fall into its hours.
  const wholeHours = offsets.every((offset) => offset % HOUR === 0);
  return { zone, days, from, end: starts.at(-1) ?? to, field: wholeHours ? 'hour' : 'quarter' };
}

/** Whether rows by one field fall into hours that need the other. */
export function isInHours(field: TimeField, needed: TimeField): boolean {
  return field === 'quarter' || field === needed;
}

/** `rows` by hour or quarter. */
export function hoursOf(rows: readonly ActivityRow[], { zone, days, from, end }: HoursPlan): HourMap {
  const starts = days.map(({ start }) => start);
  const cells = days.map(({ hours }) =>
    hours.map((span) => span && { count: 0, errors: 0, denied: 0, days: 1, busiest: { ...span, count: 0 } }),
  );
  for (const row of rows) {
    // The period may begin within an hour or quarter of the counters.
    const time = Math.max(Date.parse(String(row.quarter ?? row.hour)), from);
    const index = indexIn(starts, end, time);
    const day = days[index];
    if (!day) continue;
    const sinceMidnight = day.even ? time - day.start : time + zone.offset(time) - day.number * DAY;
    const cell = cells[index]?.[Math.floor(sinceMidnight / HOUR)];
    if (!cell) continue;
    cell.count += row.count;
    cell.errors += row.errors;
    cell.denied += row.denied;
    cell.busiest.count = cell.count;
  }
  const daily = days.map(({ number, start }, index): HourRow => ({
    weekday: weekdayOf(number),
    start,
    cells: cells[index] ?? [],
  }));
  const rowsShown = days.length > MOST_DAYS ? byWeekday(daily) : daily;
  const max = Math.max(...rowsShown.flatMap((row) => row.cells.map((cell) => cell?.count ?? 0)));
  return { by: days.length > MOST_DAYS ? 'weekday' : 'day', rows: rowsShown, max };
}

function byWeekday(days: readonly HourRow[]): HourRow[] {
  return Array.from({ length: 7 }, (_, weekday) => {
    const same = days.filter((day) => day.weekday === weekday);
    const cells = Array.from({ length: HOURS }, (_, hour) =>
      together(same.flatMap(({ cells: of }) => (of[hour] ? [of[hour]] : []))),
    );
    return { weekday, cells };
  });
}

function together([first, ...others]: readonly HourCell[]): HourCell | undefined {
  return first && others.reduce(both, first);
}

function both(a: HourCell, b: HourCell): HourCell {
  return {
    count: a.count + b.count,
    errors: a.errors + b.errors,
    denied: a.denied + b.denied,
    days: a.days + b.days,
    busiest: b.busiest.count > a.busiest.count ? b.busiest : a.busiest,
  };
}

function evenHours(start: number): Span[] {
  return Array.from({ length: HOURS }, (_, hour) => ({ from: start + hour * HOUR, to: start + (hour + 1) * HOUR }));
}

/** Of a day whose clocks change: an hour may be left out, cut short, or come twice. */
function unevenHours(start: number, end: number, zone: Zone): (Span | undefined)[] {
  const spans = new Array<Span | undefined>(HOURS).fill(undefined);
  for (let time = start; time < end; time += QUARTER) {
    const local = time + zone.offset(time);
    const hour = Math.floor((((local % DAY) + DAY) % DAY) / HOUR);
    spans[hour] = { from: spans[hour]?.from ?? time, to: time + QUARTER };
  }
  return spans;
}

function within(span: Span | undefined, from: number, to: number): Span | undefined {
  if (!span || span.to <= from || span.from >= to) return undefined;
  return { from: Math.max(span.from, from), to: Math.min(span.to, to) };
}

/** Where a cell lies. */
export interface CellPlace {
  row: number;
  hour: number;
}

export function busiestCell({ rows, max }: HourMap): CellPlace {
  for (const [row, { cells }] of rows.entries()) {
    const hour = cells.findIndex((cell) => cell?.count === max);
    if (hour >= 0) return { row, hour };
  }
  return { row: 0, hour: 0 };
}

/** Where a key leads to from a cell, as in any grid; undefined if it is none of those that move. */
export function movedTo(
  { rows }: HourMap,
  { row, hour }: CellPlace,
  key: string,
  ctrl: boolean,
): CellPlace | undefined {
  const [lastRow, lastHour] = [rows.length - 1, HOURS - 1];
  const moves: Record<string, CellPlace> = {
    ArrowLeft: { row, hour: hour - 1 },
    ArrowRight: { row, hour: hour + 1 },
    ArrowUp: { row: row - 1, hour },
    ArrowDown: { row: row + 1, hour },
    PageUp: { row: 0, hour },
    PageDown: { row: lastRow, hour },
    Home: { row: ctrl ? 0 : row, hour: 0 },
    End: { row: ctrl ? lastRow : row, hour: lastHour },
  };
  const to = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (!to) return undefined;
  const between = (value: number, last: number) => Math.max(0, Math.min(last, value));
  return { row: between(to.row, lastRow), hour: between(to.hour, lastHour) };
}
