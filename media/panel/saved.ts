import type { EventFilter } from '../../backend/core/filter.ts';
import type { PanelPeriod } from '../../extension/panel/protocol.ts';

/** What the webview keeps of itself while its tab is hidden, and over a reload of the window. */
export interface Saved {
  /** The host reads this too, when it brings the panel back after a reload. */
  filter: EventFilter;
  asTable: boolean;
  /** Id of the event whose details are open. */
  selected?: string;
  colourPeriod?: PanelPeriod;
  /** Rows in the event table, and pixels that the page is scrolled by. */
  rows: number;
  scroll: number;
}

export interface Memory {
  read(): Saved;
  write(saved: Saved): void;
}

/** What another version of the panel stored may not fit: then it begins anew. */
export function savedOf(value: unknown): Saved {
  if (typeof value !== 'object' || value === null) return { filter: {}, asTable: false, rows: 0, scroll: 0 };
  const { filter, asTable, selected, colourPeriod, rows, scroll } = value as Record<string, unknown>;
  return {
    filter: typeof filter === 'object' && filter !== null ? filter : {},
    asTable: asTable === true,
    selected: typeof selected === 'string' ? selected : undefined,
    colourPeriod: isPeriod(colourPeriod) ? colourPeriod : undefined,
    rows: typeof rows === 'number' ? rows : 0,
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}

function isPeriod(value: unknown): value is PanelPeriod {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as Record<string, unknown>;
  return typeof from === 'string' && typeof to === 'string';
}
