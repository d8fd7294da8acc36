import type { ChartView } from '../chartView.ts';
import { useStore } from '../context.ts';
import { t } from '../l10n.ts';

const SHAPES: readonly ChartView['shape'][] = ['time', 'hours'];
const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** Over time or by hour of the day: radio buttons, of which one can be reached by Tab and the other by the arrow keys. */
export function ShapeSwitch() {
  const store = useStore();
  const current = store.chartView.value.shape;

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const move = MOVES[event.key];
    if (move === undefined || event.altKey) return;
    event.preventDefault();
    const index = (SHAPES.indexOf(current) + move + SHAPES.length) % SHAPES.length;
    store.setChart({ shape: SHAPES[index] });
    event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')[index]?.focus();
  }

  return (
    <div class="switch" role="radiogroup" aria-label={t('Kind of chart')} onKeyDown={onKeyDown}>
      {SHAPES.map((shape) => (
        <button
          type="button"
          role="radio"
          key={shape}
          aria-checked={shape === current}
          tabIndex={shape === current ? 0 : -1}
          onClick={() => store.setChart({ shape })}
        >
          {shape === 'time' ? t('Over Time') : t('By Hour of Day')}
        </button>
      ))}
    </div>
  );
}
