import type { PanelPeriod, PanelView } from '../../extension/panel/protocol.ts';
import { FIRST_TABLE_VIEW, type TableView } from './breakdown.ts';
import { FIRST_CHART_VIEW, chartViewOf, type ChartView } from './chartView.ts';
import { FIRST_MATRIX_VIEW, type MatrixView } from './progress.ts';
import type { Trail } from './history.ts';
import { NEWEST_FIRST, type EventSort } from './sortEvents.ts';

/** What the webview keeps of itself while its tab is hidden, and over a reload of the window. */
export interface Saved {
  /** The host reads this too, when it brings the panel back after a reload. */
  view: PanelView;
  trail: Trail;
  table: TableView;
  matrix: MatrixView;
  eventSort: EventSort;
  chart: ChartView;
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

export const NOTHING_SAVED: Saved = {
  view: { page: 'overview', filter: {}, groupBy: ['user'] },
  trail: { back: [], forward: [] },
  table: FIRST_TABLE_VIEW,
  matrix: FIRST_MATRIX_VIEW,
  eventSort: NEWEST_FIRST,
  chart: FIRST_CHART_VIEW,
  rows: 0,
  scroll: 0,
};

/** What another version of the panel stored may not fit: then it begins anew. */
export function savedOf(value: unknown): Saved {
  if (!isObject(value) || !isView(value.view)) return NOTHING_SAVED;
  const { view, trail, table, matrix, eventSort, chart, selected, colourPeriod, rows, scroll } = value;
  return {
    view,
    trail: isTrail(trail) ? trail : NOTHING_SAVED.trail,
    table: isTableView(table) ? table : NOTHING_SAVED.table,
    matrix: isMatrixView(matrix) ? matrix : NOTHING_SAVED.matrix,
    eventSort: isEventSort(eventSort) ? eventSort : NEWEST_FIRST,
    chart: chartViewOf(chart),
    selected: typeof selected === 'string' ? selected : undefined,
    colourPeriod: isPeriod(colourPeriod) ? colourPeriod : undefined,
    rows: typeof rows === 'number' ? rows : 0,
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}

function isView(value: unknown): value is PanelView {
  return isObject(value) && typeof value.page === 'string' && isObject(value.filter) && Array.isArray(value.groupBy);
}

function isTrail(value: unknown): value is Trail {
  return isObject(value) && [value.back, value.forward].every((views) => Array.isArray(views) && views.every(isView));
}

function isTableView(value: unknown): value is TableView {
  if (!isObject(value)) return false;
  const { by, descending, search } = value;
  return typeof by === 'string' && typeof descending === 'boolean' && typeof search === 'string';
}

function isMatrixView(value: unknown): value is MatrixView {
  return isEventSort(value) && 'asTable' in value && typeof value.asTable === 'boolean';
}

function isEventSort(value: unknown): value is EventSort {
  return isObject(value) && typeof value.by === 'string' && typeof value.descending === 'boolean';
}

function isPeriod(value: unknown): value is PanelPeriod {
  return isObject(value) && typeof value.from === 'string' && typeof value.to === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
