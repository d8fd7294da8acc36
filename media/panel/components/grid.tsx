import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reveal, revealCell } from '../gridReveal.ts';
import { drawn, fitting, leastWidth, ROW, rowKeys } from '../gridRows.ts';
import { MENU_CONTEXT, menuContext } from '../menuContext.ts';
import { GridHead, type HeadAction, type Sort } from './gridHead.tsx';
import { cellId, GridRow, WHOLE, type Column } from './gridRow.tsx';

interface GridProps<Row> {
  /** Begins the ids of its rows and cells. */
  id: string;
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Where there is no room for all columns it scrolls; else those of the highest priority are left out. */
  scrolls?: boolean;
  /** Whether there are no rows but these. */
  complete: boolean;
  sort?: Sort;
  onSort?: (column: string) => void;
  /** A column was dragged, or moved by Ctrl and an arrow, to the place of another. */
  onMove?: (column: string, to: string) => void;
  /** The key of the row that is selected; moving about then moves it. */
  selected?: string;
  onSelect?: (row: Row | undefined) => void;
  /** Enter, or a click, on a row; the column where `byCell`. */
  onOpen: (row: Row, column: string) => void;
  /** Each cell is something of its own to open, and the first column stays in sight. */
  byCell?: boolean;
  /** Space on a head, or a click on what its mark says. */
  onHead?: HeadAction;
  /** When it changes, the rows are others: the table begins at its top, or at the selected row. */
  question: string;
  /** The rows that are in sight: the first, and the one after the last. */
  onView?: (from: number, to: number) => void;
}

/**
 * Rows of one height in columns, of which only those near the visible ones are in the document. The focus stays on the
 * grid itself: the active row or cell is told by aria-activedescendant and therefore always in the document, however far
 * away it was scrolled. Up from the first row leads to the heads, where Enter sorts.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const {
    id,
    label,
    rows,
    keyOf,
    scrolls,
    complete,
    sort,
    onSort,
    onMove,
    selected,
    onSelect,
    onOpen,
    byCell,
    onHead,
    question,
    onView,
  } = props;
  const leftmost = byCell ? 0 : WHOLE;
  const grid = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [size, setSize] = useState({ width: 900, height: 400 });
  const [active, setActive] = useState(0);
  const [column, setColumn] = useState(leftmost);
  const menuAt = useRef<HTMLElement | null>(null);
  const columns = scrolls ? props.columns : fitting(props.columns, size.width);
  const least = { minWidth: `${leastWidth(columns)}px` };
  const visible = Math.ceil(size.height / ROW);

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(() => requestAnimationFrame(measure));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const at = Math.max(
      0,
      rows.findIndex((row) => keyOf(row) === selected),
    );
    if (grid.current && at === 0) grid.current.scrollTop = 0;
    reveal(grid.current, at);
    // Who has sorted from a head may want to turn it round.
    setActive((before) => (before < 0 ? before : at));
  }, [question]);

  // A cell that is moved to may be out of sight, or behind the first column.
  useLayoutEffect(() => {
    const cell = column === WHOLE ? null : document.getElementById(cellId(id, active, column));
    if (cell && grid.current) revealCell(grid.current, cell, byCell && column > 0);
  }, [active, column]);

  useEffect(() => onView?.(top, Math.min(rows.length, top + visible)), [top, visible, rows]);

  function go(index: number): void {
    const first = onSort ? -1 : 0;
    const to = Math.max(first, Math.min(rows.length - 1, index));
    if (to < 0 && column === WHOLE) setColumn(0);
    setActive(to);
    reveal(grid.current, Math.max(0, to));
    if (selected !== undefined && rows[to]) onSelect?.(rows[to]);
  }

  function across(by: number): void {
    setColumn(Math.max(active < 0 ? 0 : leftmost, Math.min(columns.length - 1, column + by)));
  }

  /** Moves the column of the active head, which stays active. */
  function moveColumn(by: number): void {
    const head = columns[column];
    const target = columns[column + by];
    if (active >= 0 || !head || !target || !onMove) return;
    onMove(head.id, target.id);
    setColumn(column + by);
  }

  function open(): void {
    const head = columns[column];
    if (active < 0 && head?.sortable) onSort?.(head.id);
    else if (rows[active]) onOpen(rows[active], head?.id ?? '');
  }

  function openHead(): void {
    const head = columns[column];
    if (active < 0 && head && onHead?.label(head.id) !== undefined) onHead.open(head.id);
    else open();
  }

  function onRowClick(event: MouseEvent, index: number, row: Row): void {
    setActive(index);
    const cell = event.target instanceof Element ? event.target.closest('[aria-colindex]') : null;
    const at = Number(cell?.ariaColIndex) - 1;
    if (byCell && columns[at]) setColumn(at);
    onOpen(row, columns[at]?.id ?? '');
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    if (event.key === 'ContextMenu' || event.key === 'F10') offerMenu(grid.current, active, Math.max(0, column));
    const page = Math.max(1, visible - 3);
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      ArrowRight: () => across(1),
      ArrowLeft: () => across(-1),
      PageDown: () => go(active + page),
      PageUp: () => go(Math.max(0, active - page)),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: open,
      ' ': openHead,
    };
    if (onSelect) actions.Escape = () => onSelect(undefined);
    const withCtrl: Record<string, () => void> = { ArrowLeft: () => moveColumn(-1), ArrowRight: () => moveColumn(1) };
    const action = (event.ctrlKey ? withCtrl : actions)[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  }

  /**
   * What VS Code's context menu is about: the cell that was pressed or, of the keyboard's menu, the active one. The browser gives
   * the latter the place in the middle of the grid, so that no cell may say of itself what it is.
   */
  function offerMenu(element: HTMLElement | null, row: number, cell: number): void {
    menuAt.current?.removeAttribute(MENU_CONTEXT);
    menuAt.current = element;
    const shown = rows[row];
    const context = shown && menuContext(columns[cell]?.parts?.(shown));
    if (context !== undefined) element?.setAttribute(MENU_CONTEXT, context);
  }

  function onPointerDown({ target }: PointerEvent): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
    const row = Number(cell?.parentElement?.ariaRowIndex) - 2;
    offerMenu(cell, row, Number(cell?.ariaColIndex) - 1);
  }

  const shown = drawn(top, visible, rows.length, active);
  const keys = rowKeys(shown);
  return (
    <div
      class={byCell ? 'grid by-cell' : 'grid'}
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={complete ? rows.length + 1 : -1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length > 0 || active < 0 ? cellId(id, active, column) : undefined}
      style={{ '--columns': columns.map(({ least, grow }) => `minmax(${least}px, ${grow}fr)`).join(' ') }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onScroll={(event) => setTop(Math.floor(event.currentTarget.scrollTop / ROW))}
    >
      <div role="rowgroup" class="grid-head" style={least}>
        <div role="row" aria-rowindex={1} class="row">
          {columns.map((head, index) => (
            <GridHead
              key={head.id}
              id={id}
              head={head}
              index={index}
              isActive={active === -1 && column === index}
              sort={sort}
              onSort={onSort}
              onMove={onMove}
              onHead={onHead}
            />
          ))}
        </div>
      </div>
      <div role="rowgroup" class="grid-body" style={{ ...least, height: `${rows.length * ROW}px` }}>
        {shown.map((index, position) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <GridRow
              key={keys[position]}
              id={id}
              row={row}
              index={index}
              columns={columns}
              active={index === active ? column : undefined}
              selected={onSelect && keyOf(row) === selected}
              onClick={onRowClick}
            />
          );
        })}
      </div>
    </div>
  );
}
