import { barsPath, layerPaths, yOf, type Plot } from '../bars.ts';
import type { Format } from '../format.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import { countTicks, timeTicks } from '../scale.ts';
import type { Shown } from '../shown.ts';

const LEFT = 44;
const RIGHT = 8;
const TOP = 8;
const AXIS = 22;
const ERRORS = 18;
const HEIGHT = 220;

/** Measures of the chart, in pixels. */
export const PLOT = { height: HEIGHT, barsAndErrors: HEIGHT - TOP - AXIS };

/** Labels keep this far from the right edge. */
const EDGE = 24;

export function plotOf(width: number, { counts, strip }: Shown): Plot {
  const ticks = countTicks(Math.max(...counts));
  return {
    left: LEFT,
    width: Math.max(1, width - LEFT - RIGHT),
    top: TOP,
    height: HEIGHT - TOP - AXIS - (strip ? ERRORS : 0),
    max: ticks.at(-1) ?? 1,
  };
}

interface TimelineBarsProps {
  chart: Chart;
  shown: Shown;
  width: number;
  format: Format;
}

/** Grid lines, axis labels, stacked bars, and the strip of errors beneath them on a scale of its own. */
export function TimelineBars({ chart: { buckets, question }, shown, width, format }: TimelineBarsProps) {
  const { series, counts, errors } = shown;
  const plot = plotOf(width, shown);
  const slot = plot.width / buckets.starts.length;
  const mostErrors = shown.strip ? Math.max(...errors) : 0;
  const strip: Plot = { ...plot, top: plot.top + plot.height + 5, height: ERRORS - 5, max: Math.max(1, mostErrors) };
  // A day's label stands under the middle of its bar, an hour's at the moment itself.
  const offset = ['day', 'week', 'month'].includes(buckets.step) ? slot / 2 : 0;
  const paths = layerPaths(series, plot);
  return (
    <>
      {countTicks(Math.max(...counts)).map((tick) => {
        const y = Math.round(yOf(plot, tick)) + 0.5;
        return (
          <g key={tick}>
            <line class={tick === 0 ? 'axis' : 'grid-line'} x1={LEFT} x2={LEFT + plot.width} y1={y} y2={y} />
            <text class="tick" x={LEFT - 8} y={y + 3.5} text-anchor="end">
              {format.compact(tick)}
            </text>
          </g>
        );
      })}
      {mostErrors > 0 && (
        <text class="tick" x={LEFT - 8} y={strip.top + strip.height + 1} text-anchor="end">
          {t('errors')}
        </text>
      )}
      {timeTicks(buckets, question.timeZone, plot.width)
        .map((tick) => ({ ...tick, x: LEFT + tick.index * slot + offset }))
        .filter(({ x }) => x < width - EDGE)
        .map(({ x, time, form }) => (
          <text key={time} class={form === 'time' ? 'tick' : 'tick strong'} x={x} y={HEIGHT - 5} text-anchor="middle">
            {format.tick(time, form)}
          </text>
        ))}
      {paths.map((path, index) => (
        <path key={series[index]?.key} class={`bar fill-${series[index]?.slot}`} d={path} />
      ))}
      {mostErrors > 0 && <path class="bar fill-errors" d={barsPath(errors, strip)} />}
    </>
  );
}
