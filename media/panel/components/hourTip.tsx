import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { useFormat } from '../context.ts';
import { cellTitle } from '../hourText.ts';
import type { CellPlace, HourMap } from '../hours.ts';
import { t } from '../l10n.ts';

const DISTANCE = 8;

interface HourTipProps {
  hours: HourMap;
  at: CellPlace;
  grid: RefObject<HTMLDivElement | null>;
}

/** The numbers of an hour, beside its cell, towards the middle of the map. */
export function HourTip({ hours, at, grid }: HourTipProps) {
  const format = useFormat();
  const [place, setPlace] = useState<string>();
  useLayoutEffect(() => {
    const cell = grid.current?.querySelector<HTMLElement>(`[data-row="${at.row}"][data-hour="${at.hour}"]`);
    if (!cell || !grid.current) return;
    const toLeft = at.hour >= 14;
    const upwards = at.row >= hours.rows.length / 2;
    const x = cell.offsetLeft + (toLeft ? -DISTANCE : cell.offsetWidth + DISTANCE);
    const y = cell.offsetTop + (upwards ? cell.offsetHeight : 0);
    setPlace(`translate(${x}px, ${y}px) translate(${toLeft ? '-100%' : '0'}, ${upwards ? '-100%' : '0'})`);
  }, [at.row, at.hour, hours]);

  const row = hours.rows[at.row];
  const cell = row?.cells[at.hour];
  if (!row) return null;
  return (
    <div class="tip" style={{ top: 0, transform: place, visibility: place ? 'visible' : 'hidden' }} aria-hidden="true">
      <strong>{cellTitle(row, at.hour, format)}</strong>
      {cell ? (
        <>
          <Line label={t('Events')} value={format.number(cell.count)} />
          {cell.errors > 0 && <Line label={t('Errors')} value={format.number(cell.errors)} />}
          {cell.denied > 0 && <Line label={t('of them denied')} value={format.number(cell.denied)} />}
          {cell.days > 1 && <Line label={t('on days')} value={format.number(cell.days)} />}
          {cell.days > 1 && cell.count > 0 && (
            <Line
              label={t('most on {0}', format.dayOfYear(cell.busiest.from))}
              value={format.number(cell.busiest.count)}
            />
          )}
          {cell.count > 0 && (
            <p class="muted tip-hint">
              {cell.days > 1 ? t('Click or Enter: that hour alone') : t('Click or Enter: this hour alone')}
            </p>
          )}
        </>
      ) : (
        <p class="muted">{t('not in the period')}</p>
      )}
    </div>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <span class="tip-name">{label}</span>
      <b class="number">{value}</b>
    </div>
  );
}
