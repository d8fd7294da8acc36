import { useFormat } from '../context.ts';
import { seriesLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import type { Shown } from '../shown.ts';

/** The chart's numbers, newest first. */
export function TimelineTable({ chart, shown }: { chart: Chart; shown: Shown }) {
  const { buckets, stack } = chart;
  const { series, counts: totals, errors, strip } = shown;
  const format = useFormat();
  const newestFirst = buckets.starts.map((_, index) => buckets.starts.length - 1 - index);
  return (
    <div class="twin" tabIndex={0} role="region" aria-label={t('Activity over time, as a table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Time')}</th>
            {series.map(({ key, row }) => (
              <th scope="col" class="number" key={key}>
                {seriesLabel(stack, row)}
              </th>
            ))}
            <th scope="col" class="number">
              {shown.whole ? t('Total') : t('Total shown')}
            </th>
            {strip && (
              <th scope="col" class="number">
                {t('Errors')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((index) => {
            const start = buckets.starts[index] ?? 0;
            return (
              <tr key={start}>
                <th scope="row">{format.bucket(start, buckets.starts[index + 1] ?? buckets.end, buckets.step)}</th>
                {series.map(({ key, counts }) => (
                  <td class="number" key={key}>
                    {format.number(counts[index] ?? 0)}
                  </td>
                ))}
                <td class="number">{format.number(totals[index] ?? 0)}</td>
                {strip && <td class="number">{format.number(errors[index] ?? 0)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
