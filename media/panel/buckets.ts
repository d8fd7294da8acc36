import type { TimeField } from '../../backend/core/activity.ts';
import type { PanelPeriod } from '../../extension/panel/protocol.ts';
import { DAY, HOUR, QUARTER, createZone, dayOfDate, firstDayOfMonth, monthOf, weekdayOf, type Zone } from './zone.ts';

export type Step = 'quarter' | 'hour' | 'threeHours' | 'day' | 'week' | 'month';

/** Steps shorter than a day, in milliseconds. They are counted from midnight, in the viewer's zone. */
const WITHIN_DAY = { quarter: QUARTER, hour: HOUR, threeHours: 3 * HOUR } as const;

/** Rough lengths, to choose by: the first step that makes no more than MAX_BUCKETS of a period is taken. */
const LENGTHS: [Step, number][] = [
  ['quarter', QUARTER],
  ['hour', HOUR],
  ['threeHours', 3 * HOUR],
  ['day', DAY],
  ['week', 7 * DAY],
];
const MAX_BUCKETS = 170;

/** A period cut into bars. */
export interface Buckets {
  step: Step;
  /** What activity has to be grouped by to fall into them. */
  field: TimeField;
  /** When each begins, and when the last one ends. The first may begin before the period, the last end after it. */
  starts: number[];
  end: number;
  /** The bucket of a row's `field`; -1 when it is in none. */
  indexOf: (value: string) => number;
}

export function stepFor(length: number): Step {
  return LENGTHS.find(([, step]) => length / step <= MAX_BUCKETS)?.[0] ?? 'month';
}

export function bucketsOf(period: PanelPeriod, timeZone: string): Buckets {
  const from = Date.parse(period.from);
  const to = Date.parse(period.to);
  const zone = createZone(timeZone);
  const step = stepFor(to - from);
  if (step === 'quarter' || step === 'hour' || step === 'threeHours') return bucketsWithinDays(from, to, zone, step);
  return bucketsOfDays(zone.dayOf(from), zone.dayOf(to - 1), zone, step);
}

function bucketsWithinDays(from: number, to: number, zone: Zone, step: keyof typeof WITHIN_DAY): Buckets {
  const length = WITHIN_DAY[step];
  const starts: number[] = [];
  let end = to;
  for (let day = zone.dayOf(from); day <= zone.dayOf(to - 1); day++) {
    const nextDay = zone.startOf(day + 1);
    for (let start = zone.startOf(day); start < nextDay && start < to; start += length) {
      end = Math.min(start + length, nextDay);
      if (end > from) starts.push(start);
    }
  }
  // The counters' hours are UTC's: where the zone is half an hour off, only quarters fall into its hours.
  const wholeHours = [from, to].every((time) => zone.offset(time) % HOUR === 0);
  return {
    step,
    field: step === 'quarter' || !wholeHours ? 'quarter' : 'hour',
    starts,
    end,
    indexOf: (value) => indexIn(starts, end, Date.parse(value)),
  };
}

function bucketsOfDays(first: number, last: number, zone: Zone, step: 'day' | 'week' | 'month'): Buckets {
  const ordinal = (day: number) =>
    step === 'day' ? day : step === 'week' ? Math.floor((day - weekdayOf(day)) / 7) : monthOf(day);
  const firstDay = (bucket: number) =>
    step === 'day' ? bucket : step === 'week' ? mondayOf(bucket) : firstDayOfMonth(bucket);
  const from = ordinal(first);
  const count = ordinal(last) - from + 1;
  return {
    step,
    field: 'day',
    starts: Array.from({ length: count }, (_, index) => zone.startOf(firstDay(from + index))),
    end: zone.startOf(firstDay(from + count)),
    indexOf(value) {
      const index = ordinal(dayOfDate(value)) - from;
      return index >= 0 && index < count ? index : -1;
    },
  };
}

/** The Monday of a week; weeks are counted from that of 1970-01-05. */
function mondayOf(week: number): number {
  return week * 7 + 4;
}

/** The one of several stretches of time, each ending where the next begins, that a time lies in; -1 when it is in none. */
export function indexIn(starts: readonly number[], end: number, time: number): number {
  if (!(time >= (starts[0] ?? Infinity)) || time >= end) return -1;
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) <= time) low = middle;
    else high = middle;
  }
  return low;
}
