import { useFormat } from '../context.ts';
import type { HourMap } from '../hours.ts';
import { hourText, rowLabel } from '../hourText.ts';
import { t } from '../l10n.ts';

/** The heat map's numbers. */
export function HourTable({ hours }: { hours: HourMap }) {
  const format = useFormat();
  return (
    <div class="twin" tabIndex={0} role="region" aria-label={t('Activity by hour of day, as a table')}>
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{hours.by === 'day' ? t('Day') : t('Day of the week')}</th>
            <th scope="col" class="number">
              {t('Total')}
            </th>
            <th scope="col" class="number">
              {t('Errors')}
            </th>
            {Array.from({ length: 24 }, (_, hour) => (
              <th scope="col" class="number" key={hour}>
                {hourText(hour)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.rows.map((row) => {
            const total = (of: 'count' | 'errors') => row.cells.reduce((all, cell) => all + (cell?.[of] ?? 0), 0);
            return (
              <tr key={row.start ?? row.weekday}>
                <th scope="row">{rowLabel(row, format)}</th>
                <td class="number">{format.number(total('count'))}</td>
                <td class="number">{format.number(total('errors'))}</td>
                {row.cells.map((cell, hour) => (
                  <td class="number" key={hour} title={cell ? undefined : t('not in the period')}>
                    {cell ? format.number(cell.count) : '–'}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
