import { GAP, ROW } from './gridRows.ts';

/** Scrolls sideways no further than needed; the first column may cover what is left of it. */
export function revealCell(grid: HTMLElement, cell: HTMLElement, pinned: boolean | undefined): void {
  const first = pinned ? (cell.parentElement?.firstElementChild?.getBoundingClientRect().width ?? 0) + GAP : 0;
  const [box, own] = [grid.getBoundingClientRect(), cell.getBoundingClientRect()];
  const left = own.left - box.left - first - GAP;
  const right = own.right - box.left + GAP - grid.clientWidth;
  if (left < 0) grid.scrollLeft += left;
  else if (right > 0) grid.scrollLeft += right;
}

/** Scrolls no further than needed; the head covers the first line. */
export function reveal(grid: HTMLElement | null, index: number): void {
  if (!grid) return;
  const visible = grid.clientHeight - (grid.firstElementChild?.clientHeight ?? ROW) - ROW;
  const y = index * ROW;
  if (y < grid.scrollTop) grid.scrollTop = y;
  else if (y > grid.scrollTop + visible) grid.scrollTop = y - visible;
}
