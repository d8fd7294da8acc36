import type { PanelState } from '../../../extension/panel/protocol.ts';
import type { Step } from '../buckets.ts';
import { useFormat, useStore } from '../context.ts';
import { hasPart, toggle, type FilterPart } from '../../../backend/core/filterEdit.ts';
import { seriesLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import type { Series } from '../stack.ts';
import { IconButton } from './icons.tsx';
import { TimelineChart } from './timelineChart.tsx';
import { TimelineTable } from './timelineTable.tsx';

/** Activity over time, as a chart or, for whom a chart is no use, as a table of the same numbers. */
export function TimelineCard({ chart, state }: { chart: Chart; state: PanelState }) {
  const store = useStore();
  const asTable = store.asTable.value;
  const { buckets, series, question } = chart;
  return (
    <section class="card timeline" aria-labelledby="timeline">
      <header class="card-header">
        <h2 id="timeline">{t('Activity over time')}</h2>
        <span class="muted small">
          {stepLabel(buckets.step)} · {question.timeZone}
        </span>
        <Legend series={series} />
        {state.period.narrowed && (
          <IconButton
            name="zoomOut"
            label={t('Back to the Period Before')}
            onClick={() => store.act((host) => host.setPeriod({ period: 'previous' }))}
          />
        )}
        <IconButton
          name={asTable ? 'chart' : 'table'}
          label={asTable ? t('Show as Chart') : t('Show as Table')}
          onClick={() => (store.asTable.value = !asTable)}
        />
      </header>
      {asTable ? <TimelineTable chart={chart} /> : <TimelineChart chart={chart} />}
    </section>
  );
}

/** What the colours mean, and how many events each stands for; a click filters by the service. */
function Legend({ series }: { series: readonly Series[] }) {
  const store = useStore();
  const format = useFormat();
  return (
    <ul class="legend">
      {series.map(({ service, slot, total }) => {
        const content = (
          <>
            <i class={`swatch fill-${slot}`} />
            <span class="legend-name">{seriesLabel(service)}</span>
            <span class="number muted">{format.compact(total)}</span>
          </>
        );
        if (service === undefined) {
          return (
            <li key="other" class="legend-item">
              {content}
            </li>
          );
        }
        const part: FilterPart = { field: 'service', test: 'is', value: service };
        return (
          <li key={service}>
            <button
              type="button"
              class="legend-item"
              title={service}
              aria-pressed={hasPart(store.filter.value, part)}
              onClick={() => store.setFilter(toggle(store.filter.value, part))}
            >
              {content}
            </button>
          </li>
        );
      })}
      <li class="legend-item">
        <i class="swatch fill-errors" />
        <span class="legend-name">{t('Errors')}</span>
      </li>
    </ul>
  );
}

function stepLabel(step: Step): string {
  const labels: Record<Step, string> = {
    quarter: t('per quarter of an hour'),
    hour: t('per hour'),
    threeHours: t('per 3 hours'),
    day: t('per day'),
    week: t('per week'),
    month: t('per month'),
  };
  return labels[step];
}
