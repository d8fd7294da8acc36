import type { Chart } from './chart.ts';
import { ERROR_STRIP, hidingKey } from './chartView.ts';
import type { Series } from './stack.ts';

/** What of a chart shows, after the legend has hidden some of it. */
export interface Shown {
  series: Series[];
  /** Per bucket, of all layers shown. */
  counts: number[];
  errors: number[];
  /** Whether the errors have a strip of their own. */
  strip: boolean;
  /** Whether these are all events. */
  whole: boolean;
}

/** Errors are a layer of their own where the layers are outcomes. */
export function hasStrip({ stack }: Chart): boolean {
  return stack !== 'outcome';
}

export function shownOf(chart: Chart, hidden: readonly string[]): Shown {
  const { stack, timeline } = chart;
  const series = chart.series.filter(({ key }) => !hidden.includes(hidingKey(stack, key)));
  const strip = hasStrip(chart) && !hidden.includes(ERROR_STRIP);
  if (series.length === chart.series.length) {
    return { series, counts: timeline.counts, errors: timeline.errors, strip, whole: true };
  }
  const all = (of: 'counts' | 'errors') =>
    timeline.counts.map((_, index) => series.reduce((total, one) => total + (one[of][index] ?? 0), 0));
  return { series, counts: all('counts'), errors: all('errors'), strip, whole: false };
}
