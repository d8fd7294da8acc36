/** What the layers of the chart over time stand for. */
export const STACKS = ['service', 'user', 'outcome'] as const;
export type Stack = (typeof STACKS)[number];

/** How activity is charted: it is kept over a reload, and changes no question but the chart's own. */
export interface ChartView {
  /** Over time, or by hour of the day. */
  shape: 'time' | 'hours';
  stack: Stack;
  asTable: boolean;
  /** Layers that are not shown, by `hidingKey`. */
  hidden: string[];
}

export const FIRST_CHART_VIEW: ChartView = { shape: 'time', stack: 'service', asTable: false, hidden: [] };

/** The strip of errors beneath the bars. */
export const ERROR_STRIP = 'errors';

export function hidingKey(stack: Stack, layer: string): string {
  return `${stack}: ${layer}`;
}

/** The view with a layer hidden, or shown again. */
export function toggleHidden(view: ChartView, key: string): ChartView {
  const hidden = view.hidden.filter((other) => other !== key);
  return { ...view, hidden: hidden.length < view.hidden.length ? hidden : [...hidden, key] };
}

/** What another version of the panel stored may not fit: then it begins anew. */
export function chartViewOf(value: unknown): ChartView {
  const { shape, stack, asTable, hidden } = Object(value) as Record<string, unknown>;
  return {
    shape: shape === 'hours' ? 'hours' : 'time',
    stack: STACKS.find((one) => one === stack) ?? FIRST_CHART_VIEW.stack,
    asTable: asTable === true,
    hidden: Array.isArray(hidden) ? hidden.filter((one) => typeof one === 'string') : [],
  };
}
