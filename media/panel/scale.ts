import type { Buckets, Step } from './buckets.ts';
import { DAY, MINUTE, createZone, monthOf, weekdayOf } from './zone.ts';

/** Round whole numbers from 0 to at least `max`, about `wanted` of them. */
export function countTicks(max: number, wanted = 5): number[] {
  const rough = Math.max(1, max) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power);
  return Array.from({ length: Math.ceil(Math.max(1, max) / step) + 1 }, (_, index) => index * step);
}

/** How an axis label is written: a time of day, a day, a month, or a year. */
export type TickForm = 'time' | 'day' | 'month' | 'year';

/** The width that a label of each form takes, in pixels, with the space around it. */
const SPACING: Record<TickForm, number> = { time: 64, day: 84, month: 64, year: 64 };

export interface TimeTick {
  /** The bucket that the label stands at. */
  index: number;
  /** What is to be written: the bucket's start. */
  time: number;
  form: TickForm;
}

/** When a bucket begins, in the viewer's zone. */
interface Moment {
  /** Minutes since midnight. */
  minutes: number;
  /** Since 1970-01-01. */
  day: number;
  /** Since the year 0; and whether it is the first bucket that begins in it. */
  month: number;
  newMonth: boolean;
}

type Density = [TickForm, (moment: Moment) => boolean];

const TIMES = [15, 30, 60, 120, 180, 360, 720].map((step): Density => ['time', ({ minutes }) => minutes % step === 0]);
const DAYS = [1, 2].map((step): Density => ['day', ({ minutes, day }) => minutes === 0 && day % step === 0]);
const WEEKS = [1, 2].map((step): Density => [
  'day',
  ({ minutes, day }) => minutes === 0 && weekdayOf(day) === 0 && ((day - 4) / 7) % step === 0,
]);
const MONTHS = [1, 3, 6].map((step): Density => ['month', ({ month, newMonth }) => newMonth && month % step === 0]);
const YEARS = [1, 2, 5].map((step): Density => [
  'year',
  ({ month, newMonth }) => newMonth && month % (12 * step) === 0,
]);

/** From dense to sparse: which buckets bear a label. */
function densitiesFor(step: Step): Density[] {
  if (step === 'month') return [...MONTHS, ...YEARS];
  if (step === 'week') return [...WEEKS, ...MONTHS, ...YEARS];
  return step === 'day' ? [...DAYS, ...WEEKS, ...MONTHS] : [...TIMES, ...DAYS, ...WEEKS];
}

/** Labels for the time axis, as many as fit into `width` pixels, at round times of the viewer's zone. */
export function timeTicks(buckets: Buckets, timeZone: string, width: number): TimeTick[] {
  const moments = momentsOf(buckets, timeZone);
  for (const [form, bearsLabel] of densitiesFor(buckets.step)) {
    const labelled = moments.flatMap((moment, index) => (bearsLabel(moment) ? [{ moment, index }] : []));
    if (labelled.length === 0 || labelled.length * SPACING[form] > width) continue;
    return labelled.map(({ moment, index }) => ({
      index,
      time: buckets.starts[index] ?? 0,
      form: formAt(moment, form),
    }));
  }
  return [];
}

/** The label at midnight names the day, that of January the year. */
function formAt(moment: Moment, form: TickForm): TickForm {
  if (form === 'time') return moment.minutes === 0 ? 'day' : 'time';
  return form === 'month' && moment.month % 12 === 0 ? 'year' : form;
}

function momentsOf(buckets: Buckets, timeZone: string): Moment[] {
  const zone = createZone(timeZone);
  let before: number | undefined;
  return buckets.starts.map((start) => {
    const local = start + zone.offset(start);
    const day = Math.floor(local / DAY);
    const month = monthOf(day);
    const newMonth = before === undefined ? local === firstMoment(month) : month !== before;
    before = month;
    return { minutes: Math.round((local - day * DAY) / MINUTE), day, month, newMonth };
  });
}

function firstMoment(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}
