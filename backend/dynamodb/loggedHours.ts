import type { LoggedHours, Period } from '../core/eventStore.ts';
import { quarterRange } from '../core/quarter.ts';
import type { Expiry } from './expiry.ts';
import type { SpanReader } from './readSpans.ts';
import { addHours, type HoursByDay } from './totals.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** From the summaries of the days in which the period lies, of each the part that has the sums; of today from what there is of it. */
export async function loggedHours(
  { spans, expiry }: { spans: SpanReader; expiry: Expiry },
  period: Period,
  signal?: AbortSignal,
): Promise<LoggedHours> {
  const { from: since, to } = expiry.clamp(period);
  if (since >= to) return { since, hours: [] };
  const byDay: HoursByDay = {};
  // A summary of a day costs less than the rows of a part of it.
  const lastDay = Math.floor((to - 1) / DAY) * DAY;
  const end = spans.isOver(new Date(lastDay).toISOString().slice(0, 10)) ? lastDay + DAY : to;
  await spans.readRange(
    quarterRange({ from: Math.floor(since / DAY) * DAY, to: end }),
    {
      cells: () => undefined,
      totals: (totals) => addHours(byDay, totals.hours!),
      services: [],
      withHours: true,
    },
    signal,
  );
  const hours = Object.entries(byDay).flatMap(([day, mask]) =>
    Array.from({ length: 24 }, (_, hour) => hour)
      .filter((hour) => mask & (1 << hour))
      .map((hour) => Date.parse(day) + hour * HOUR),
  );
  return { since, hours: hours.filter((hour) => hour >= since && hour < to).sort((a, b) => a - b) };
}
