import type { Chart } from '../chart.ts';
import { ERROR_STRIP, hidingKey, toggleHidden } from '../chartView.ts';
import { useFormat, useStore } from '../context.ts';
import { seriesLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { menuContext } from '../menuContext.ts';
import { shadesOf } from '../shades.ts';
import { hasStrip } from '../shown.ts';
import { stackParts, type Series } from '../stack.ts';

/** What the colours mean, and how many events each stands for. A click hides a layer or shows it again; its context menu filters. */
export function Legend({ chart }: { chart: Chart }) {
  const { stack, series } = chart;
  const format = useFormat();
  return (
    <ul class="legend" aria-label={t('Legend')}>
      {series.map(({ key, row, slot, total }) => (
        <LegendItem
          key={key}
          hiding={hidingKey(stack, key)}
          label={seriesLabel(stack, row)}
          slot={slot}
          number={format.compact(total)}
          menu={row && menuContext(stackParts(stack, row))}
        />
      ))}
      {hasStrip(chart) && <LegendItem hiding={ERROR_STRIP} label={t('Errors')} slot="errors" />}
    </ul>
  );
}

interface LegendItemProps {
  hiding: string;
  label: string;
  slot: Series['slot'];
  number?: string;
  menu?: string;
}

function LegendItem({ hiding, label, slot, number, menu }: LegendItemProps) {
  const store = useStore();
  const view = store.chartView.value;
  const shows = !view.hidden.includes(hiding);
  return (
    <li>
      <button
        type="button"
        class="legend-item"
        title={shows ? t('Hide {0} in the chart', label) : t('Show {0} in the chart', label)}
        data-vscode-context={menu}
        aria-pressed={shows}
        onClick={() => store.setChart(toggleHidden(view, hiding))}
      >
        <i class={`swatch fill-${slot}`} />
        <span class="legend-name">{label}</span>
        {number !== undefined && <span class="number muted">{number}</span>}
      </button>
    </li>
  );
}

/** What the shades of the heat map mean. */
export function ShadeLegend({ max }: { max: number }) {
  const format = useFormat();
  return (
    <ul class="legend shades" aria-label={t('Events of an hour')}>
      <li class="legend-item muted">{t('Events')}</li>
      <li class="legend-item">
        <i class="shade level-0" />
        <span class="number">0</span>
      </li>
      {shadesOf(max).map(({ from, to, level }) => (
        <li key={level} class="legend-item">
          <i class={`shade level-${level}`} />
          <span class="number">
            {from === to ? format.compact(to) : `${format.compact(from)}–${format.compact(to)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
