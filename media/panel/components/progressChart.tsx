import { useMemo, useState } from 'preact/hooks';
import { visibleText } from '../../../backend/core/visibleText.ts';
import type { ProgressAnswer, PanelState, StudentProgress } from '../../../extension/panel/protocol.ts';
import { indexIn } from '../buckets.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { courseOf, stepPath, type Box, type Course } from '../progress.ts';
import { dayAt } from '../progressText.ts';
import { timeTicks } from '../scale.ts';
import { IconButton } from './icons.tsx';
import { useWidth } from './useWidth.ts';

const HEIGHT = 150;
const PLOT = { left: 44, right: 8, top: 8, axis: 22 };
const LINES = [0, 0.25, 0.5, 0.75, 1];
const PAGE = 7;
/** Labels keep this far from the right edge. */
const EDGE = 24;

interface ChartProps {
  answer: ProgressAnswer;
  student: StudentProgress | undefined;
  state: PanelState;
}

/** The share of all tasks that was done by each day: of the group and of the student that is chosen. */
export function ProgressChart({ answer, student, state }: ChartProps) {
  const { progress } = useStore();
  const { asTable } = progress.matrix.value;
  const { timeZone, status } = state;
  const course = useMemo(
    () => courseOf(answer, student, timeZone, Date.parse(status?.newestEvent ?? '') || 0),
    [answer, student, timeZone, status?.newestEvent],
  );
  if (!course) return null;
  const name = student && visibleText(student.user);
  return (
    <section class="card timeline progress-course" aria-labelledby="course">
      <header class="card-header">
        <h2 id="course">{t('Progress over time')}</h2>
        <span class="muted small">{t('share of all tasks done, by day')}</span>
        <ul class="legend" aria-label={t('Legend')}>
          <Named slot="0" text={visibleText(answer.group)} />
          {name !== undefined && <Named slot="1" text={name} />}
        </ul>
        <IconButton
          name={asTable ? 'chart' : 'table'}
          label={asTable ? t('Show as Chart') : t('Show as Table')}
          onClick={() => (progress.matrix.value = { ...progress.matrix.value, asTable: !asTable })}
        />
      </header>
      {asTable ? (
        <CourseTable course={course} group={answer.group} student={name} />
      ) : (
        <CourseChart course={course} answer={answer} student={name} timeZone={timeZone} />
      )}
    </section>
  );
}

function Named({ slot, text }: { slot: string; text: string }) {
  return (
    <li>
      <span class="legend-item">
        <i class={`swatch fill-${slot}`} />
        <span class="legend-name">{text}</span>
      </span>
    </li>
  );
}

interface CourseProps {
  course: Course;
  answer: ProgressAnswer;
  student: string | undefined;
  timeZone: string;
}

/** Steps, and a slider over them: the pointer or the arrow keys point at a day. */
function CourseChart({ course, answer, student, timeZone }: CourseProps) {
  const format = useFormat();
  const [box, width] = useWidth();
  const [pointed, setPointed] = useState<number>();
  const { starts, end, group } = course;
  const last = starts.length - 1;
  const clamp = (index: number) => Math.max(0, Math.min(last, index));
  const current = clamp(pointed ?? last);
  const plot: Box = {
    left: PLOT.left,
    top: PLOT.top,
    width: Math.max(1, width - PLOT.left - PLOT.right),
    height: HEIGHT - PLOT.top - PLOT.axis,
  };
  const slot = plot.width / starts.length;
  const dues = useMemo(() => duesOf(answer, course), [answer, course]);
  const share = (of: readonly number[]) => format.share(Math.round((of[current] ?? 0) * 1e6), 1e6);
  const due = dues.filter(({ index }) => index === current).map(({ title }) => title);

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
    if (target === undefined || event.altKey) return;
    setPointed(clamp(target));
    event.preventDefault();
  }

  const indexAt = (event: PointerEvent) =>
    clamp(Math.floor((event.clientX - (box.current?.getBoundingClientRect().left ?? 0) - plot.left) / slot));
  const spoken = [
    `${dayAt(starts[current] ?? 0, format)}: ${visibleText(answer.group)} ${share(group)}`,
    ...(course.student ? [`${student} ${share(course.student)}`] : []),
    ...due.map((title) => t('due: {0}', title)),
  ];
  const flipped = current > starts.length * 0.6;
  const x = plot.left + (current + (flipped ? 0 : 1)) * slot + (flipped ? -10 : 10);
  return (
    <div class="plot" ref={box} style={{ height: `${HEIGHT}px` }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {pointed !== undefined && (
            <rect class="pointed" x={plot.left + current * slot} y={plot.top} width={slot} height={plot.height} />
          )}
          {LINES.map((line) => {
            const y = Math.round(plot.top + plot.height * (1 - line)) + 0.5;
            return (
              <g key={line}>
                <line
                  class={line === 0 ? 'axis' : 'grid-line'}
                  x1={plot.left}
                  x2={plot.left + plot.width}
                  y1={y}
                  y2={y}
                />
                <text class="tick" x={plot.left - 8} y={y + 3.5} text-anchor="end">
                  {format.share(line * 100, 100)}
                </text>
              </g>
            );
          })}
          {timeTicks({ step: 'day', field: 'day', starts, end, indexOf: () => -1 }, timeZone, plot.width)
            .map((tick) => ({ ...tick, x: plot.left + (tick.index + 0.5) * slot }))
            .filter((tick) => tick.x < width - EDGE)
            .map((tick) => (
              <text key={tick.time} class="tick strong" x={tick.x} y={HEIGHT - 5} text-anchor="middle">
                {format.tick(tick.time, tick.form)}
              </text>
            ))}
          {dues.map(({ index, title }) => (
            <line
              class="due"
              key={title}
              x1={plot.left + (index + 1) * slot}
              x2={plot.left + (index + 1) * slot}
              y1={plot.top}
              y2={plot.top + plot.height}
            />
          ))}
          <path class="course fill-0" d={stepPath(group, plot)} />
          {course.student && <path class="course of-student fill-1" d={stepPath(course.student, plot)} />}
        </svg>
      )}
      <div
        class="slider"
        role="slider"
        tabIndex={0}
        aria-label={t('Progress over time')}
        aria-description={t('Arrow keys move from day to day.')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={current}
        aria-valuetext={spoken.join(', ')}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && setPointed(current)}
        onBlur={() => setPointed(undefined)}
        onPointerMove={(event) => setPointed(indexAt(event))}
        onPointerLeave={() => setPointed(undefined)}
      />
      {pointed !== undefined && (
        <div
          class="tip"
          aria-hidden="true"
          style={{ transform: `translateX(${Math.round(x)}px)${flipped ? ' translateX(-100%)' : ''}` }}
        >
          <strong>{dayAt(starts[current] ?? 0, format)}</strong>
          <TipLine slot="0" text={visibleText(answer.group)} value={share(group)} />
          {course.student && <TipLine slot="1" text={student ?? ''} value={share(course.student)} />}
          {due.map((title) => (
            <div key={title}>{t('due: {0}', title)}</div>
          ))}
        </div>
      )}
    </div>
  );
}

function TipLine({ slot, text, value }: { slot: string; text: string; value: string }) {
  return (
    <div>
      <i class={`swatch fill-${slot}`} />
      <span class="tip-name">{text}</span>
      <b class="number">{value}</b>
    </div>
  );
}

/** On which of the days labs are due. */
function duesOf({ labs }: ProgressAnswer, { starts, end }: Course): { index: number; title: string }[] {
  return labs.flatMap(({ due, title }) => {
    const index = due === undefined ? -1 : indexIn(starts, end, Date.parse(due) - 1);
    return index < 0 ? [] : [{ index, title: visibleText(title) }];
  });
}

/** The chart's numbers, newest first. */
function CourseTable(props: { course: Course; group: string; student: string | undefined }) {
  const { course, group, student } = props;
  const format = useFormat();
  const newestFirst = course.starts.map((_, index) => course.starts.length - 1 - index);
  const share = (value: number | undefined) => format.percent(value ?? 0);
  return (
    <div class="twin" tabIndex={0} role="region" aria-label={t('Progress over time, as a table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Day')}</th>
            <th scope="col" class="number">
              {visibleText(group)}
            </th>
            {course.student && (
              <th scope="col" class="number">
                {student}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((index) => (
            <tr key={index}>
              <th scope="row">{dayAt(course.starts[index] ?? 0, format)}</th>
              <td class="number">{share(course.group[index])}</td>
              {course.student && <td class="number">{share(course.student[index])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
