import { useMemo, useRef, useState } from 'preact/hooks';
import type { PanelPeriod } from '../../../extension/panel/protocol.ts';
import type { Buckets } from '../buckets.ts';
import { useFormat, useStore } from '../context.ts';
import { isoTime } from '../format.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import type { Shown } from '../shown.ts';
import { sum } from '../stack.ts';
import { PLOT, TimelineBars, plotOf } from './timelineBars.tsx';
import { TimelineTip } from './timelineTip.tsx';
import { useWidth } from './useWidth.ts';

/** The first and last bucket of a selection, in either order. */
type Span = [number, number];

const PAGE = 7;

/**
 * The bars, and a slider over them: the pointer or the arrow keys point at a bucket, dragging or Shift selects several,
 * letting go or Enter narrows the period to them, Escape undoes.
 */
export function TimelineChart({ chart, shown }: { chart: Chart; shown: Shown }) {
  const store = useStore();
  const format = useFormat();
  const [box, width] = useWidth();
  const [pointed, setPointed] = useState<number>();
  const [span, setSpan] = useState<Span>();
  const dragFrom = useRef<number | undefined>(undefined);
  const { buckets, question } = chart;
  const last = buckets.starts.length - 1;
  const clamp = (index: number) => Math.max(0, Math.min(last, index));
  const current = clamp(pointed ?? last);
  const selection = span && ordered(span, clamp);
  const plot = plotOf(width, shown);
  const slot = plot.width / buckets.starts.length;
  const bars = useMemo(
    () => <TimelineBars chart={chart} shown={shown} width={width} format={format} />,
    [chart, shown, width, format],
  );

  function zoom(to: Span): void {
    setSpan(undefined);
    setPointed(undefined);
    const period = periodOf(buckets, ordered(to, clamp), question.period);
    if (period.from === question.period.from && period.to === question.period.to) return;
    store.act((host) => host.setPeriod({ period }));
  }

  function undo(): void {
    if (span) setSpan(undefined);
    else if (store.state.value?.period.narrowed) store.act((host) => host.setPeriod({ period: 'previous' }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const targets: Record<string, number> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      PageUp: current - PAGE,
      PageDown: current + PAGE,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      setPointed(clamp(target));
      setSpan(event.shiftKey ? [span?.[0] ?? current, clamp(target)] : undefined);
    } else if (event.key === 'Enter') zoom(span ?? [current, current]);
    else if (event.key === 'Escape') undo();
    else return;
    event.preventDefault();
  }

  const indexAt = (event: PointerEvent) =>
    clamp(Math.floor((event.clientX - (box.current?.getBoundingClientRect().left ?? 0) - plot.left) / slot));

  return (
    <div class="plot" ref={box} style={{ height: `${PLOT.height}px` }}>
      {width > 0 && (
        <svg width={width} height={PLOT.height} aria-hidden="true">
          {pointed !== undefined && (
            <rect
              class="pointed"
              x={plot.left + current * slot}
              y={plot.top}
              width={slot}
              height={PLOT.barsAndErrors}
            />
          )}
          {bars}
          {selection && (
            <rect
              class="selection"
              x={plot.left + selection[0] * slot}
              y={plot.top}
              width={(selection[1] - selection[0] + 1) * slot}
              height={PLOT.barsAndErrors}
            />
          )}
        </svg>
      )}
      <div
        class="slider"
        role="slider"
        tabIndex={0}
        aria-label={t('Activity over time')}
        aria-description={t('Arrow keys move, Shift selects, Enter narrows the period, Escape goes back.')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={current}
        aria-valuetext={spoken()}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && setPointed(current)}
        onBlur={() => (setPointed(undefined), setSpan(undefined))}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragFrom.current = indexAt(event);
        }}
        onPointerMove={(event) => {
          const index = indexAt(event);
          setPointed(index);
          if (dragFrom.current !== undefined && (span || index !== dragFrom.current))
            setSpan([dragFrom.current, index]);
        }}
        onPointerUp={() => {
          dragFrom.current = undefined;
          if (span) zoom(span);
        }}
        onPointerCancel={() => ((dragFrom.current = undefined), setSpan(undefined))}
        onPointerLeave={() => dragFrom.current === undefined && setPointed(undefined)}
        onDblClick={() => zoom([current, current])}
      />
      {pointed !== undefined && (
        <TimelineTip
          chart={chart}
          shown={shown}
          span={selection ?? [current, current]}
          at={current}
          plot={plot}
          boxWidth={width}
        />
      )}
    </div>
  );

  function spoken(): string {
    const [from, to] = selection ?? [current, current];
    const total = (counts: readonly number[]) => sum(counts.slice(from, to + 1));
    const [start, end] = [buckets.starts[from] ?? 0, buckets.starts[to + 1] ?? buckets.end];
    const when = from === to ? format.bucket(start, end, buckets.step) : format.period(start, end);
    return t(
      '{0}: {1} events, {2} errors',
      when,
      format.number(total(shown.counts)),
      format.number(total(shown.errors)),
    );
  }
}

function ordered([a, b]: Span, clamp: (index: number) => number): Span {
  return a < b ? [clamp(a), clamp(b)] : [clamp(b), clamp(a)];
}

/** The buckets' time, where it lies within the period. */
function periodOf({ starts, end }: Buckets, [first, last]: Span, within: PanelPeriod): PanelPeriod {
  const from = isoTime(starts[first] ?? end);
  const to = isoTime(starts[last + 1] ?? end);
  return { from: from > within.from ? from : within.from, to: to < within.to ? to : within.to };
}
