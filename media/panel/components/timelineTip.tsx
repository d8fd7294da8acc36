import type { Plot } from '../bars.ts';
import { useFormat } from '../context.ts';
import { seriesLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import type { Shown } from '../shown.ts';
import { sum } from '../stack.ts';

/** Beyond this share of the width the tip stands to the left of what it tells of. */
const FLIP = 0.6;
const DISTANCE = 10;

interface TipProps {
  chart: Chart;
  shown: Shown;
  /** The buckets it tells of, the first and the last. */
  span: [number, number];
  /** The bucket it stands at. */
  at: number;
  plot: Plot;
  boxWidth: number;
}

/** The numbers of a bucket, or the sums of a selection. */
export function TimelineTip({ chart, shown, span: [from, to], at, plot, boxWidth }: TipProps) {
  const format = useFormat();
  const { buckets, stack } = chart;
  const { series } = shown;
  const total = (counts: readonly number[]) => sum(counts.slice(from, to + 1));
  const slot = plot.width / buckets.starts.length;
  const left = plot.left + at * slot;
  const flipped = left > boxWidth * FLIP;
  const x = Math.round(flipped ? left - DISTANCE : left + slot + DISTANCE);
  const start = buckets.starts[from] ?? 0;
  const end = buckets.starts[to + 1] ?? buckets.end;
  const errors = shown.strip ? total(shown.errors) : 0;
  return (
    <div
      class="tip"
      style={{ transform: `translateX(${x}px)${flipped ? ' translateX(-100%)' : ''}` }}
      aria-hidden="true"
    >
      <strong>{from === to ? format.bucket(start, end, buckets.step) : format.period(start, end)}</strong>
      {series.map(({ key, row, slot: colour, counts }) => {
        const count = total(counts);
        return (
          count > 0 && (
            <div key={key}>
              <i class={`swatch fill-${colour}`} />
              <span class="tip-name">{seriesLabel(stack, row)}</span>
              <b class="number">{format.number(count)}</b>
            </div>
          )
        );
      })}
      <div class="tip-total">
        <span>{shown.whole ? t('Total') : t('Total shown')}</span>
        <b class="number">{format.number(total(shown.counts))}</b>
      </div>
      {errors > 0 && (
        <div>
          <i class="swatch fill-errors" />
          <span>{t('Errors')}</span>
          <b class="number">{format.number(errors)}</b>
        </div>
      )}
    </div>
  );
}
