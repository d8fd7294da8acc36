import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Chart } from '../chart.ts';
import { useFormat, useStore } from '../context.ts';
import { isoTime } from '../format.ts';
import { busiestCell, movedTo, type CellPlace, type HourMap } from '../hours.ts';
import { cellText, hourText, rowLabel } from '../hourText.ts';
import { t } from '../l10n.ts';
import { levelOf, shadesOf } from '../shades.ts';
import { HourTip } from './hourTip.tsx';

/**
 * A cell for each hour, of which one, first the busiest, can be reached by Tab and all by the arrow keys. Enter or a click narrows the
 * period to the hour, Escape goes back.
 */
export function HourGrid({ hours, question }: { hours: HourMap; question: Chart['question'] }) {
  const store = useStore();
  const format = useFormat();
  const grid = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  const [active, setActive] = useState<CellPlace>(() => busiestCell(hours));
  const [pointed, setPointed] = useState<CellPlace>();
  const shades = useMemo(() => shadesOf(hours.max), [hours]);
  const asked = JSON.stringify(question.period);

  // Other hours: the busiest of them is where to begin. The cell that had the focus may be gone.
  useLayoutEffect(() => {
    setActive(busiestCell(hours));
    setPointed(undefined);
  }, [asked]);
  useLayoutEffect(() => {
    // Not while the reader is elsewhere in VS Code: it would take the focus away from there.
    if (hadFocus.current && document.hasFocus()) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [active, hours]);

  function zoom(at: CellPlace): void {
    const cell = hours.rows[at.row]?.cells[at.hour];
    if (!cell || cell.count === 0) return;
    const period = { from: isoTime(cell.busiest.from), to: isoTime(cell.busiest.to) };
    if (period.from === question.period.from && period.to === question.period.to) return;
    store.act((host) => host.setPeriod({ period }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const target = movedTo(hours, active, event.key, event.ctrlKey);
    if (target) {
      setActive(target);
      setPointed(target);
    } else if (event.key === 'Enter' || event.key === ' ') zoom(active);
    else if (event.key !== 'Escape') return;
    else if (pointed) setPointed(undefined);
    else if (store.state.value?.period.narrowed) store.act((host) => host.setPeriod({ period: 'previous' }));
    event.preventDefault();
  }

  const cells = useMemo(
    () =>
      hours.rows.map((row, index) => (
        <div role="row" class="hour-row" key={row.start ?? row.weekday}>
          <div role="rowheader" class="hour-head tick">
            {rowLabel(row, format)}
          </div>
          {row.cells.map((cell, hour) => {
            const isActive = active.row === index && active.hour === hour;
            return (
              <div
                role="gridcell"
                key={hour}
                class={cell ? 'hour' : 'hour none'}
                tabIndex={isActive ? 0 : -1}
                data-row={index}
                data-hour={hour}
                aria-label={cellText(row, hour, format)}
              >
                {cell && <i class={`shade level-${levelOf(cell.count, shades)}`} />}
              </div>
            );
          })}
        </div>
      )),
    [hours, shades, format, active],
  );

  return (
    <div class="hours">
      <div
        class={hours.by === 'day' ? 'hour-grid' : 'hour-grid by-weekday'}
        ref={grid}
        role="grid"
        aria-label={t('Activity by hour of day')}
        aria-description={t('Arrow keys move, Enter narrows the period, Escape goes back.')}
        style={{ '--rows': hours.rows.length }}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          hadFocus.current = true;
          if ((event.target as HTMLElement).matches(':focus-visible')) setPointed(active);
        }}
        onFocusOut={() => {
          // Later: a cell that goes away while it has the focus hands it on first.
          setTimeout(() => {
            hadFocus.current = grid.current?.contains(document.activeElement) === true;
            if (!hadFocus.current || !document.hasFocus()) setPointed(undefined);
          });
        }}
        onPointerMove={(event) => setPointed(placeOf(event))}
        onPointerLeave={() => setPointed(undefined)}
        onClick={(event) => {
          const place = placeOf(event);
          if (!place) return;
          setActive(place);
          zoom(place);
        }}
      >
        {cells}
        <div role="row" class="hour-row hour-axis">
          <div role="columnheader" class="hour-head">
            <span class="hidden-text">{hours.by === 'day' ? t('Day') : t('Day of the week')}</span>
          </div>
          {Array.from({ length: 24 }, (_, hour) => (
            <div role="columnheader" key={hour} class={hour % 3 === 0 ? 'tick' : 'tick between'}>
              {hourText(hour)}
            </div>
          ))}
        </div>
      </div>
      {pointed && <HourTip hours={hours} at={pointed} grid={grid} />}
    </div>
  );
}

/** The cell under the pointer. */
function placeOf(event: Event): CellPlace | undefined {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('.hour');
  return cell ? { row: Number(cell.dataset.row), hour: Number(cell.dataset.hour) } : undefined;
}
