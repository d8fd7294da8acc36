/** Height of a row in pixels. */
export const ROW = 24;
/** Pixels between two columns, and at either edge. */
export const GAP = 14;
/** Rows drawn beyond the visible ones. */
const SPARE = 6;

/** The columns that there is room for, in their order. */
export function fitting<C extends { least: number; priority: number }>(columns: readonly C[], width: number): C[] {
  const kept = new Set<C>();
  let room = width - 2 * GAP;
  for (const column of [...columns].sort((a, b) => a.priority - b.priority)) {
    room -= column.least + GAP;
    if (room < -GAP && kept.size > 0) break;
    kept.add(column);
  }
  return columns.filter((column) => kept.has(column));
}

/** Pixels that columns need, the space between them included. */
export function leastWidth(columns: readonly { least: number }[]): number {
  return columns.reduce((sum, { least }) => sum + least + GAP, GAP);
}

/** The rows in the document: those in sight and some around, and the active one. */
export function drawn(top: number, visible: number, count: number, active: number): number[] {
  const size = Math.min(count, visible + SPARE * 2);
  const from = Math.max(0, Math.min(count - size, top - SPARE));
  const indices = Array.from({ length: size }, (_, offset) => from + offset);
  return active >= 0 && active < count && !indices.includes(active) ? [...indices, active] : indices;
}

/** Keys by which rows that stay in the document stay at their place in it, however far the others move. */
export function rowKeys(drawn: readonly number[]): (number | 'active')[] {
  const [first = 0] = drawn;
  const size = drawn.filter((index, position) => index === first + position).length;
  return drawn.map((index, position) => (position < size ? index % size : 'active'));
}
