import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { cellsOf, columns } from './eventCells.tsx';

const ROW = 24;
/** Rows drawn beyond the visible ones. */
const SPARE = 6;
/** When so few rows are left below, the next page is fetched. */
const AHEAD = 40;

/**
 * The events, newest first, as a grid whose focus stays on itself: the active row is told by aria-activedescendant and is
 * therefore always in the document, however far away it was scrolled. Only the rows near the visible ones are.
 */
export function EventTable() {
  const store = useStore();
  const format = useFormat();
  const grid = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const [active, setActive] = useState(0);
  const { rows, next } = store.events.value;
  const selected = store.selected.value;
  const first = rows[0];

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const observer = new ResizeObserver(() => requestAnimationFrame(() => setHeight(element.clientHeight)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const question = store.overview.value?.question;
  const asked = JSON.stringify([question?.filter, question?.period]);
  // The answer to another question begins at the top, or where the selected event is in it.
  useEffect(() => {
    const at = Math.max(
      0,
      rows.findIndex(({ id }) => id === selected?.id),
    );
    if (grid.current && at === 0) grid.current.scrollTop = 0;
    reveal(grid.current, at);
    setActive(at);
  }, [asked]);

  useEffect(() => {
    if (next !== undefined && top + Math.ceil(height / ROW) > rows.length - AHEAD) store.loadMore();
  }, [top, height, rows.length, next]);

  function go(index: number): void {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    setActive(to);
    reveal(grid.current, to);
    if (selected) select(rows[to]);
  }

  function select(event: TrackerEvent | undefined): void {
    store.selected.value = event;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(height / ROW) - 2);
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      PageDown: () => go(active + page),
      PageUp: () => go(active - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => select(rows[active]),
      ' ': () => select(rows[active]),
      Escape: () => select(undefined),
    };
    const action = actions[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  }

  return (
    <div
      class="grid"
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={t('Events')}
      aria-rowcount={next === undefined ? rows.length + 1 : -1}
      aria-colcount={columns().length}
      aria-activedescendant={first ? `row-${active}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(Math.floor(event.currentTarget.scrollTop / ROW))}
    >
      <div role="rowgroup" class="grid-head">
        <div role="row" aria-rowindex={1} class="row">
          {columns().map(([name, label], index) => (
            <div role="columnheader" key={name} class={`cell-${name}`} aria-colindex={index + 1}>
              {label}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="grid-body" style={{ height: `${rows.length * ROW}px` }}>
        {drawn(top, height, rows.length, active).map((index, position) => {
          const event = rows[index];
          if (!event) return null;
          return (
            <div
              role="row"
              key={position}
              id={`row-${index}`}
              aria-rowindex={index + 2}
              aria-selected={event.id === selected?.id}
              class={index === active ? 'row active' : 'row'}
              style={{ transform: `translateY(${index * ROW}px)` }}
              onClick={() => (setActive(index), select(event))}
            >
              {cellsOf(event, format)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The rows in the document: those in sight and some around, and the active one. */
function drawn(top: number, height: number, count: number, active: number): number[] {
  const size = Math.min(count, Math.ceil(height / ROW) + SPARE * 2);
  const from = Math.max(0, Math.min(count - size, top - SPARE));
  const indices = Array.from({ length: size }, (_, offset) => from + offset);
  return active < count && !indices.includes(active) ? [...indices, active] : indices;
}

/** Scrolls no further than needed; the head covers the first line. */
function reveal(grid: HTMLElement | null, index: number): void {
  if (!grid) return;
  const visible = grid.clientHeight - ROW * 2;
  const y = index * ROW;
  if (y < grid.scrollTop) grid.scrollTop = y;
  else if (y > grid.scrollTop + visible) grid.scrollTop = y - visible;
}
