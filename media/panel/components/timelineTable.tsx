import { useFormat } from '../context.ts';
import { seriesLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';

/** The chart's numbers, newest first. */
export function TimelineTable({ chart }: { chart: Chart }) {
  const { buckets, series, timeline } = chart;
  const format = useFormat();
  const newestFirst = buckets.starts.map((_, index) => buckets.starts.length - 1 - index);
  return (
    <div class="twin" tabIndex={0} role="region" aria-label={t('Activity over time, as a table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Time')}</th>
            {series.map(({ service }) => (
              <th scope="col" class="number" key={service ?? ''}>
                {seriesLabel(service)}
              </th>
            ))}
            <th scope="col" class="number">
              {t('Total')}
            </th>
            <th scope="col" class="number">
              {t('Errors')}
            </th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((index) => {
            const start = buckets.starts[index] ?? 0;
            return (
              <tr key={start}>
                <th scope="row">{format.bucket(start, buckets.starts[index + 1] ?? buckets.end, buckets.step)}</th>
                {series.map(({ service, counts }) => (
                  <td class="number" key={service ?? ''}>
                    {format.number(counts[index] ?? 0)}
                  </td>
                ))}
                <td class="number">{format.number(timeline.counts[index] ?? 0)}</td>
                <td class="number">{format.number(timeline.errors[index] ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
