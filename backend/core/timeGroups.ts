import { isTimeField, type ActivityField, type TimeField } from './activity.ts';
import { QUARTER, timeText } from './quarter.ts';
import { createTimeZone, type TimeZone } from './timeZone.ts';

const DAY = 86_400;
const HOUR = 3_600;

/** Numbers the days, hours or quarters that a query groups by, so that events are told apart without making texts. */
export interface TimeGroups {
  /** The group of a time (seconds since 1970). */
  of(time: number): number;
  /** The value of one of the query's time fields in a group. */
  text(field: TimeField, group: number): string;
  /** Whether all of a quarter (its number) falls into one group: not so where a zone's day begins within it, as in St. John's until 2011. */
  isWhole(quarter: number): boolean;
  /** Whether different groups have different values. */
  areDistinct: boolean;
}

export function createTimeGroups(groupBy: readonly ActivityField[], tz: string): TimeGroups {
  const fields = [...new Set(groupBy.filter(isTimeField))];
  const zone = createTimeZone(tz);
  const dayOf = (time: number) => Math.floor((time + zone.offsetAt(time)) / DAY);
  const isWhole = (quarter: number) =>
    isInStep(zone, quarter) || dayOf(quarter * QUARTER) === dayOf((quarter + 1) * QUARTER - 1);
  if (fields.length === 0) return { of: () => 0, text: () => '', isWhole: () => true, areDistinct: true };
  if (fields.length > 1) {
    // Together they are functions of the quarter, or else of the time itself.
    return {
      of: (time) => (isWhole(Math.floor(time / QUARTER)) ? time - (time % QUARTER) : time),
      text: (field, time) => timeValue(field, field === 'day' ? dayOf(time) : Math.floor(time / SIZE[field])),
      isWhole,
      areDistinct: false,
    };
  }
  const texts = new Map<number, string>();
  const text = (field: TimeField, group: number) => {
    const known = texts.get(group) ?? timeValue(field, group);
    texts.set(group, known);
    return known;
  };
  if (fields[0] === 'day') return { of: dayOf, text, isWhole, areDistinct: true };
  const size = SIZE[fields[0]!];
  return { of: (time) => Math.floor(time / size), text, isWhole: () => true, areDistinct: true };
}

/** Whether all through the quarter's day of UTC the zone is whole quarters away from it: so nearly always. */
function isInStep(zone: TimeZone, quarter: number): boolean {
  const day = Math.floor((quarter * QUARTER) / DAY) * DAY;
  const offset = zone.offsetAt(day);
  return offset % QUARTER === 0 && zone.offsetAt(day + DAY) === offset;
}

const SIZE = { day: DAY, hour: HOUR, quarter: QUARTER };

/** A day, hour or quarter by its number since 1970. */
function timeValue(field: TimeField, number: number): string {
  const start = timeText(number * SIZE[field]);
  return field === 'day' ? start.slice(0, 10) : start;
}
