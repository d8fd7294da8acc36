import type { Series } from './stack.ts';

/** Where the bars of the chart are drawn, in pixels. */
export interface Plot {
  /** The left edge, and the width of all bars together. */
  left: number;
  width: number;
  /** The top edge, and the height of the highest value. */
  top: number;
  height: number;
  /** The value at the top. */
  max: number;
}

/** SVG path data of each layer, one on the other. One path each: 365 bars of six layers are six nodes, not two thousand. */
export function layerPaths(series: readonly Series[], plot: Plot): string[] {
  const heights: number[] = [];
  return series.map(({ counts }) =>
    counts
      .map((count, index) => {
        if (count === 0) return '';
        const below = heights[index] ?? 0;
        heights[index] = below + count;
        return bar(plot, index, counts.length, yOf(plot, below), yOf(plot, below + count));
      })
      .join(''),
  );
}

/** SVG path data of plain bars that stand on the plot's bottom; what is not zero can be seen. */
export function barsPath(counts: readonly number[], plot: Plot, least = 1.5): string {
  const bottom = plot.top + plot.height;
  return counts
    .map((count, index) => {
      if (count === 0) return '';
      return bar(plot, index, counts.length, bottom, Math.min(yOf(plot, count), bottom - least));
    })
    .join('');
}

/** SVG path data of a line through all counts, in a box of 100 by 24 that is stretched to fit. */
export function linePath(counts: readonly number[]): string {
  const max = Math.max(1, ...counts);
  const step = 100 / Math.max(1, counts.length - 1);
  return counts
    .map((count, index) => `${index ? 'L' : 'M'}${round(index * step)} ${round(23 - (count / max) * 21)}`)
    .join('');
}

export function yOf({ top, height, max }: Plot, value: number): number {
  return top + height - (value / max) * height;
}

function bar({ left, width }: Plot, index: number, count: number, from: number, to: number): string {
  const slot = width / count;
  const gap = slot > 6 ? 1.5 : slot > 3 ? 0.8 : 0.2;
  return `M${round(left + index * slot + gap / 2)} ${round(from)}V${round(to)}h${round(slot - gap)}V${round(from)}z`;
}

function round(value: number): string {
  return value.toFixed(1);
}
