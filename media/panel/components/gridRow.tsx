import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { FilterPart } from '../../../backend/core/filterEdit.ts';
import { ROW } from '../gridRows.ts';

/** The whole row, among the columns. */
export const WHOLE = -1;

export interface Column<Row> {
  id: string;
  label: string;
  /** Pixels that it needs. */
  least: number;
  /** Its part of the room that is left. */
  grow: number;
  /** The lower, the longer it stays. */
  priority: number;
  numeric?: boolean;
  sortable?: boolean;
  /** What its cells say is what their row is about. */
  isHeader?: boolean;
  /** What the head says in full. */
  headTitle?: string;
  content: (row: Row) => ComponentChildren;
  /** What the cell says in full. */
  title?: (row: Row) => string | undefined;
  /** The filter that the cell stands for. */
  parts?: (row: Row) => FilterPart[] | undefined;
}

interface RowProps<Row> {
  /** Of the grid. */
  id: string;
  row: Row;
  index: number;
  columns: readonly Column<Row>[];
  /** Which of its cells is active, where one is, or the whole row. */
  active: number | undefined;
  selected: boolean | undefined;
  onClick: (event: MouseEvent, index: number, row: Row) => void;
}

/** Made anew only when it says something else, which columns are made anew for, too: most rows stay when others come into sight. */
export function GridRow<Row>({ id, row, index, columns, active, selected, onClick }: RowProps<Row>) {
  const click = useRef(onClick);
  click.current = onClick;
  return useMemo(
    () => (
      <div
        role="row"
        id={cellId(id, index, WHOLE)}
        aria-rowindex={index + 2}
        aria-selected={selected}
        class={active === WHOLE ? 'row active' : 'row'}
        style={{ transform: `translateY(${index * ROW}px)` }}
        onClick={(event) => click.current(event, index, row)}
      >
        {columns.map((cell, at) => (
          <div
            role={cell.isHeader ? 'rowheader' : 'gridcell'}
            key={cell.id}
            id={cellId(id, index, at)}
            class={cellClass(cell, at === active)}
            aria-colindex={at + 1}
            title={cell.title?.(row)}
          >
            {cell.content(row)}
          </div>
        ))}
      </div>
    ),
    [id, row, index, columns, active, selected],
  );
}

export function cellId(grid: string, row: number, cell: number): string {
  return cell === WHOLE ? `${grid}-${row}` : `${grid}-${row}-${cell}`;
}

export function cellClass(column: Column<never>, active: boolean): string {
  return [`cell-${column.id}`, column.numeric && 'number', column.sortable && 'sortable', active && 'active']
    .filter(Boolean)
    .join(' ');
}
