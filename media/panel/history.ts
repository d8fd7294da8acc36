import { signal, type ReadonlySignal } from '@preact/signals';
import type { PanelView } from '../../extension/panel/protocol.ts';

/** Views that lead back and forward, as in a browser. */
export interface Trail {
  back: PanelView[];
  forward: PanelView[];
}

const MOST = 30;

export interface History {
  view: ReadonlySignal<PanelView>;
  trail: ReadonlySignal<Trail>;
  /** Shows another view, from which back leads here. False where it is the same. */
  go: (next: PanelView) => boolean;
  /** Begins at another view, to which nothing leads back. */
  begin: (first: PanelView) => void;
  back: () => boolean;
  forward: () => boolean;
}

export function createHistory(first: PanelView, saved: Trail): History {
  const view = signal(first);
  const trail = signal(saved);

  function step(from: keyof Trail, to: keyof Trail): boolean {
    const next = trail.value[from].at(-1);
    if (!next) return false;
    const { [from]: rest, [to]: others } = trail.value;
    trail.value = { ...trail.value, [from]: rest.slice(0, -1), [to]: [...others, view.value] };
    view.value = next;
    return true;
  }

  return {
    view,
    trail,
    go(next) {
      if (sameView(next, view.value)) return false;
      trail.value = { back: [...trail.value.back, view.value].slice(-MOST), forward: [] };
      view.value = next;
      return true;
    },
    begin: (next) => (view.value = next),
    back: () => step('back', 'forward'),
    forward: () => step('forward', 'back'),
  };
}

function sameView(a: PanelView, b: PanelView): boolean {
  const parts = ({ page, filter, groupBy, zoom, progress }: PanelView) => [
    ...[page, filter, groupBy, zoom?.from, zoom?.to],
    ...[progress?.group, progress?.student, progress?.lab],
  ];
  return JSON.stringify(parts(a)) === JSON.stringify(parts(b));
}
