import { useEffect, useRef } from 'preact/hooks';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { visibleText } from '../../../backend/core/visibleText.ts';
import type { ProgressAnswer, PanelLab, PanelTask, StudentProgress } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { taskProgress, taskTotals } from '../progress.ts';
import { countText, labTimes, standingText, stateLabel } from '../progressText.ts';
import { same } from '../same.ts';
import type { Store } from '../store.ts';
import { Icon, IconButton } from './icons.tsx';

interface DetailsProps {
  answer: ProgressAnswer;
  student: StudentProgress | undefined;
  lab: string | undefined;
}

/** A student's lab, all labs of a student, or how the group is with a lab: task by task. */
export function ProgressDetails({ answer, student, lab }: DetailsProps) {
  const store = useStore();
  const box = useRef<HTMLElement>(null);
  const { group } = answer;
  const labs = answer.labs
    .map((one, at) => ({ lab: one, at }))
    .filter(({ lab: one }) => lab === undefined || one.id === lab);
  // Where the details stand below the matrix, they may be out of sight of who has just chosen something in it.
  useEffect(() => {
    if (document.activeElement?.closest('.grid')) box.current?.scrollIntoView({ block: 'nearest' });
  }, [student?.user, lab]);

  function close(): void {
    store.show({ progress: { group } });
    document.querySelector<HTMLElement>('.grid')?.focus();
  }

  return (
    <aside
      class="details"
      ref={box}
      aria-label={t('Progress details')}
      onKeyDown={(press) => press.key === 'Escape' && close()}
    >
      <header class="card-header">
        <h2>{student ? visibleText(student.user) : t('All members')}</h2>
        <span class="grow" />
        {student && lab !== undefined && (
          <button type="button" class="link" onClick={() => store.show({ progress: { group, student: student.user } })}>
            {t('All Labs')}
          </button>
        )}
        <IconButton name="close" label={t('Close Details')} onClick={close} />
      </header>
      <div class="details-scroll" tabIndex={0} role="region" aria-label={t('Tasks')}>
        {labs.map(({ lab: one, at }) => (
          <section class="lab" key={one.id}>
            <LabHeading lab={one} student={student} at={at} />
            <ul class="tasks">
              {one.tasks.map((task, index) => (
                <li class="task" key={index}>
                  {student ? (
                    <StudentTask student={student} lab={one} at={at} task={task} index={index} />
                  ) : (
                    <GroupTask answer={answer} at={at} task={task} index={index} />
                  )}
                  <TaskHelp lab={one} task={task} index={index} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </aside>
  );
}

function LabHeading({ lab, student, at }: { lab: PanelLab; student: StudentProgress | undefined; at: number }) {
  const format = useFormat();
  const progress = student?.labs[at];
  const facts = [
    progress && t('{0} of {1} tasks', format.number(progress.done), format.number(lab.tasks.length)),
    progress && stateLabel(progress.state),
    labTimes(lab, format),
  ];
  return (
    <>
      <h3 class="lab-title">{visibleText(lab.title)}</h3>
      <p class="muted small">{facts.filter(Boolean).join(' · ')}</p>
    </>
  );
}

interface StudentTaskProps {
  student: StudentProgress;
  lab: PanelLab;
  at: number;
  task: PanelTask;
  index: number;
}

/** Done or not, how often, when, and what failed; a click shows the events. */
function StudentTask({ student, lab, at, task, index }: StudentTaskProps) {
  const store = useStore();
  const format = useFormat();
  const progress = taskProgress(lab, student.labs[at]!, index);
  const isDone = progress.done !== undefined;
  const { outcome: _, ...anyOutcome } = task.filter;
  const show = (filter: EventFilter) => showEvents(store, lab, { ...filter, user: { in: [student.user] } });
  const errors = progress.errorCodes.map(visibleText).join(', ');
  return (
    <>
      <div class="task-line">
        <Icon
          name={isDone ? 'check' : progress.failed > 0 ? 'stuck' : 'dash'}
          label={isDone ? t('done') : t('missing')}
        />
        <button type="button" class="link" title={t('Show the events')} onClick={() => show(anyOutcome)}>
          {visibleText(task.title)}
        </button>
        <span class="grow" />
        <span class="muted small number">{countText(progress, format)}</span>
      </div>
      <p class={isDone ? 'task-text muted' : 'task-text'}>{standingText(progress, task.filter, format)}</p>
      {progress.failed > 0 && (
        <p class="task-text">
          <button
            type="button"
            class="link"
            onClick={() => show({ ...anyOutcome, outcome: { in: ['denied', 'error'] } })}
          >
            {progress.failed === 1 ? t('1 failed call') : t('{0} failed calls', format.number(progress.failed))}
          </button>
          {errors !== '' && <span class="technical">{errors}</span>}
        </p>
      )}
    </>
  );
}

/** Events of the time in which a lab is open. */
function showEvents(store: Store, { period }: PanelLab, filter: EventFilter): void {
  const { state } = store;
  // A scope could hide what counts.
  if (state.value?.scope.id !== 'everything') store.act((host) => host.widenScope());
  const { from, to } = state.value?.period ?? {};
  store.show({ page: 'events', filter, ...(period && !same(period, { from, to }) && { zoom: period }) });
}

/** How many of the group have done it; a click shows the events of all of them. */
function GroupTask(props: { answer: ProgressAnswer; at: number; task: PanelTask; index: number }) {
  const { answer, at, task, index } = props;
  const store = useStore();
  const format = useFormat();
  const filter = { ...task.filter, group: { in: [answer.group] } };
  const { done, failed } = taskTotals(answer.students, at, index);
  const all = answer.students.length;
  return (
    <>
      <div class="task-line">
        <button
          type="button"
          class="link"
          title={t('Show the events')}
          onClick={() => showEvents(store, answer.labs[at]!, filter)}
        >
          {visibleText(task.title)}
        </button>
        <span class="grow" />
        <span class="number">{t('{0} of {1}', format.number(done), format.number(all))}</span>
        <span class="number muted">{format.share(done, all)}</span>
      </div>
      <span class="track">
        <span class="fill fill-services" style={{ width: `${(done / Math.max(1, all)) * 100}%` }} />
      </span>
      {failed > 0 && (
        <p class="task-text">
          <Icon name="stuck" />
          {failed === 1 ? t('1 member tries in vain') : t('{0} members try in vain', format.number(failed))}
        </p>
      )}
    </>
  );
}

/** What whoever wrote the lab says about a task: plain text, and an address that the host opens. */
function TaskHelp({ lab, task, index }: { lab: PanelLab; task: PanelTask; index: number }) {
  const store = useStore();
  const { explanation, link } = task;
  return (
    <>
      {explanation !== '' && <p class="task-text explanation muted">{visibleText(explanation)}</p>}
      {link !== undefined && (
        <p class="task-text">
          <button
            type="button"
            class="link task-link"
            title={visibleText(link)}
            onClick={() => store.act((host) => host.openLink({ lab: lab.id, task: index }))}
          >
            <Icon name="link" />
            {new URL(link).hostname}
          </button>
        </p>
      )}
    </>
  );
}
