import type { QuarterRange } from '../core/quarter.ts';
import { unpackCells, type PackedCells } from './activityRow.ts';
import { readDaysOfMonth, readNames } from './catalogue.ts';
import { CellCollector } from './cellCollector.ts';
import { inParallel } from './inParallel.ts';
import { activityPartition, filesPartition, rowRange } from './keys.ts';
import { daysOfMonth, monthOf, type Span, type Summaries, type Summary } from './summaries.ts';
import type { Table } from './table.ts';
import { addTotals, noTotals, TotalsCounter, type Totals } from './totals.ts';

/** Days, or hours of a day, read at once. */
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

/** Takes what is read: cells, some of which may lie outside of what was asked for, and sums over files. */
export interface SpanSink {
  cells(cells: PackedCells): void;
  /** Without it, files that handed over no event are not read. */
  totals?(totals: Totals): void;
  /** The only services whose cells are of interest. */
  services?: readonly string[];
  /** The totals are to tell hours: summaries of which they do not are made anew. */
  withHours?: boolean;
}

/**
 * Reads hours and days from summaries where there are any, else from the rows. Where it has read all rows of an hour, a day or
 * a month that is over, it leaves a summary for whoever asks next.
 */
export interface SpanReader {
  /** The days of a range that may have activity, newest first, each with the hours that lie in the range. */
  daysIn(range: QuarterRange, signal?: AbortSignal): Promise<DayHours[]>;
  /** Whether a day is so long over that it is read as a whole. */
  isOver(day: string): boolean;
  readDays(days: readonly DayHours[], sink: SpanSink, signal?: AbortSignal): Promise<void>;
  readRange(range: QuarterRange, sink: SpanSink, signal?: AbortSignal): Promise<void>;
}

export function createSpanReader(table: Table, summaries: Summaries): SpanReader {
  async function daysIn({ fromQuarter, toQuarter }: QuarterRange, signal?: AbortSignal): Promise<DayHours[]> {
    const [first, end] = [Math.floor(fromQuarter / QUARTERS_PER_DAY), Math.ceil(toQuarter / QUARTERS_PER_DAY)];
    const days =
      end - first <= FEW_DAYS
        ? Array.from({ length: end - first }, (_, index) => dayText(end - 1 - index))
        : (await readNames(table, 'days', { signal })).reverse();
    return days
      .map((day) => {
        const start = (Date.parse(day) / 86_400_000) * QUARTERS_PER_DAY;
        return {
          day,
          fromHour: Math.max(0, Math.floor((fromQuarter - start) / QUARTERS_PER_HOUR)),
          toHour: Math.min(24, Math.ceil((toQuarter - start) / QUARTERS_PER_HOUR)),
        };
      })
      .filter(({ fromHour, toHour }) => fromHour < toHour);
  }

  async function readDays(days: readonly DayHours[], sink: SpanSink, signal?: AbortSignal): Promise<void> {
    await inParallel(days, PARALLEL, (hours) => readDay(hours, sink, signal));
  }

  async function readRange(range: QuarterRange, sink: SpanSink, signal?: AbortSignal): Promise<void> {
    const days = await daysIn(range, signal);
    const months = [...new Set(days.map(({ day }) => monthOf(day)))].filter(
      (month) => summaries.isRipe(month) && isWithin(month, range),
    );
    await inParallel(months, PARALLEL, async (month) => {
      const summary = fitting(await summaries.month(month, { services: sink.services, signal }), sink);
      if (summary) return give(summary, sink);
      await readMonth(
        month,
        days.filter(({ day }) => monthOf(day) === month),
        sink,
        signal,
      );
    });
    await readDays(
      days.filter(({ day }) => !months.includes(monthOf(day))),
      sink,
      signal,
    );
  }

  /** Reads a month by its days, and leaves a summary of it. */
  async function readMonth(month: string, days: DayHours[], sink: SpanSink, signal?: AbortSignal): Promise<void> {
    const whole: SpanSink = { ...sink, services: undefined };
    const read = await inParallel(days, PARALLEL, (hours) => readDay(hours, whole, signal));
    const tokens = new Map<string, string>();
    await inParallel(daysOfMonth(month), PARALLEL, async (day) => tokens.set(day, await summaries.takeToken(day)));
    // A day that came after the days were looked up would be missing, and its token would hold.
    const known = new Set(days.map(({ day }) => day));
    if ((await readDaysOfMonth(table, month, signal)).some((day) => !known.has(day))) return;
    const collector = new CellCollector();
    const totals = noTotals();
    for (const [index, { day }] of days.entries()) {
      const summary = read[index];
      // Something was written into it meanwhile: the next who asks will sum it up.
      if (summary?.token !== tokens.get(day)) return;
      for (const cells of summary!.cells) collector.add(cells);
      addTotals(totals, summary!.totals);
    }
    await summaries.putMonth(month, tokens, collector.sums(), totals);
  }

  /** Answers the summary of the day, where there is one now. */
  async function readDay(hours: DayHours, sink: SpanSink, signal?: AbortSignal): Promise<Summary | undefined> {
    const { day, fromHour, toHour } = hours;
    const isWhole = fromHour === 0 && toHour === 24;
    if (!summaries.isRipe({ day })) {
      await readHours(hours, sink, signal);
      return undefined;
    }
    // Cells tell when they are, totals do not.
    const { services } = sink;
    const known = isWhole || !sink.totals ? fitting(await summaries.day(day, { services, signal }), sink) : undefined;
    const summary = known ?? (isWhole ? await sumUp({ day }, await summaries.takeToken(day), signal) : undefined);
    if (summary) give(summary, sink);
    else await readRows(hours, sink, false, signal);
    return summary;
  }

  /** A day that is not over: the hours that are have summaries. */
  async function readHours({ day, fromHour, toHour }: DayHours, sink: SpanSink, signal?: AbortSignal): Promise<void> {
    const known = await summaries.hours(day, fromHour, toHour, signal);
    for (const [hour, summary] of known) {
      if (fitting(summary, sink)) give(summary, sink);
      else known.delete(hour);
    }
    const missing = Array.from({ length: toHour - fromHour }, (_, index) => fromHour + index).filter(
      (hour) => !known.has(hour),
    );
    const ripe = missing.filter((hour) => summaries.isRipe({ day, hour }));
    if (ripe.length > 0) {
      const token = await summaries.takeToken(day);
      await inParallel(ripe, PARALLEL, async (hour) => give(await sumUp({ day, hour }, token, signal), sink));
    }
    const rest = missing.filter((hour) => !ripe.includes(hour));
    await inParallel(rest, PARALLEL, (hour) =>
      readRows({ day, fromHour: hour, toHour: hour + 1 }, sink, false, signal),
    );
  }

  async function sumUp(span: Span, token: string, signal?: AbortSignal): Promise<Summary> {
    const collector = new CellCollector();
    const totals = noTotals();
    const sink: SpanSink = {
      cells: (cells) => collector.add(cells),
      totals: (own) => addTotals(totals, own),
    };
    const { day, hour } = span;
    const hours = hour === undefined ? { fromHour: 0, toHour: 24 } : { fromHour: hour, toHour: hour + 1 };
    await readRows({ day, ...hours }, sink, true, signal);
    return summaries.put(span, token, collector.sums(), totals);
  }

  async function readRows(
    { day, fromHour, toHour }: DayHours,
    sink: SpanSink,
    consistent: boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const counter = sink.totals && new TotalsCounter();
    const partitions = counter ? [activityPartition(day), filesPartition(day)] : [activityPartition(day)];
    await inParallel(partitions, partitions.length, async (pk) => {
      for await (const items of table.pages({ pk, between: rowRange(fromHour, toHour) }, { consistent, signal })) {
        for (const { sk, attributes } of items) {
          const cells = attributes['c']?.B;
          if (cells) {
            const unpacked = unpackCells(cells);
            sink.cells(unpacked);
            counter?.addCells(unpacked);
          }
          counter?.addItem(attributes, { day, hour: Number(sk.slice(0, 2)) });
        }
      }
    });
    if (counter) sink.totals!(counter.totals);
  }

  return { daysIn, isOver: (day) => summaries.isRipe({ day }), readDays, readRange };
}

function fitting(summary: Summary | undefined, { withHours }: SpanSink): Summary | undefined {
  return withHours && !summary?.totals.hours ? undefined : summary;
}

function give({ cells, totals }: Summary, sink: SpanSink): void {
  for (const each of cells) sink.cells(each);
  sink.totals?.(totals);
}

/** Whether all of a month (YYYY-MM) lies in a range. */
function isWithin(month: string, { fromQuarter, toQuarter }: QuarterRange): boolean {
  const days = daysOfMonth(month);
  const first = (Date.parse(days[0]!) / 86_400_000) * QUARTERS_PER_DAY;
  return first >= fromQuarter && first + days.length * QUARTERS_PER_DAY <= toQuarter;
}

function dayText(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}
