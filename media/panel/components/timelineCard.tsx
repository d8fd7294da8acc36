import { useMemo } from 'preact/hooks';
import type { PanelState } from '../../../extension/panel/protocol.ts';
import type { Step } from '../buckets.ts';
import type { Chart } from '../chart.ts';
import { STACKS, type Stack } from '../chartView.ts';
import { useStore } from '../context.ts';
import type { HourMap } from '../hours.ts';
import { fieldLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { shownOf } from '../shown.ts';
import { HourGrid } from './hourGrid.tsx';
import { HourTable } from './hourTable.tsx';
import { IconButton } from './icons.tsx';
import { Legend, ShadeLegend } from './legend.tsx';
import { ShapeSwitch } from './shapeSwitch.tsx';
import { TimelineChart } from './timelineChart.tsx';
import { TimelineTable } from './timelineTable.tsx';

/** Activity over time or by hour of the day, as a chart or, for whom a chart is no use, as a table of the same numbers. */
export function TimelineCard({ chart, state }: { chart: Chart; state: PanelState }) {
  const store = useStore();
  const { asTable, shape, hidden } = store.chartView.value;
  const shown = useMemo(() => shownOf(chart, hidden), [chart, hidden]);
  // Until the hours are there, what was shown before stays.
  const hours = shape === 'hours' ? chart.hours : undefined;
  return (
    <section class="card timeline" aria-labelledby="timeline">
      <header class="card-header">
        <h2 id="timeline">{hours ? t('Activity by hour of day') : t('Activity over time')}</h2>
        <span class="muted small">
          {hours ? hoursLabel(hours) : stepLabel(chart.buckets.step)} · {chart.question.timeZone}
        </span>
        {!hours && <StackPicker />}
        {hours ? <ShadeLegend max={hours.max} /> : <Legend chart={chart} />}
        <ShapeSwitch />
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
          onClick={() => store.setChart({ asTable: !asTable })}
        />
      </header>
      {hours ? (
        asTable ? (
          <HourTable hours={hours} />
        ) : (
          <HourGrid hours={hours} question={chart.question} />
        )
      ) : asTable ? (
        <TimelineTable chart={chart} shown={shown} />
      ) : (
        <TimelineChart chart={chart} shown={shown} />
      )}
    </section>
  );
}

function StackPicker() {
  const store = useStore();
  return (
    <label class="field-picker">
      <span class="muted">{t('stacked by')}</span>
      <select
        value={store.chartView.value.stack}
        onChange={(event) => store.setChart({ stack: event.currentTarget.value as Stack })}
      >
        {STACKS.map((stack) => (
          <option key={stack} value={stack}>
            {fieldLabel(stack)}
          </option>
        ))}
      </select>
    </label>
  );
}

function hoursLabel({ by }: HourMap): string {
  return by === 'day' ? t('each day by hour') : t('days of the week by hour');
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
