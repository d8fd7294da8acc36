import { useMemo } from 'preact/hooks';
import { visibleText } from '../../../backend/core/visibleText.ts';
import type { ProgressAnswer, LabState, PanelState } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { countOf, matrixRows, sortedRows, type MatrixRow } from '../progress.ts';
import { Action, Empty, Loading } from './emptyState.tsx';
import { Icon, IconButton, type IconName } from './icons.tsx';
import { LeftRunningCard } from './leftRunning.tsx';
import { ProgressChart } from './progressChart.tsx';
import { ProgressDetails } from './progressDetails.tsx';
import { ProgressMatrix } from './progressMatrix.tsx';

/** Instead of the filter, of which progress knows nothing: the way back, and what counts. */
export function ProgressBar() {
  const store = useStore();
  const format = useFormat();
  const { back, forward } = store.trail.value;
  const { period, isTerm } = store.progress.answer.value ?? {};
  const days = period && format.period(Date.parse(period.from), Date.parse(period.to));
  return (
    <section class="filter-bar" aria-label={t('What counts')}>
      <IconButton name="back" label={t('Back')} disabled={back.length === 0} onClick={store.back} />
      <IconButton name="forward" label={t('Forward')} disabled={forward.length === 0} onClick={store.forward} />
      <Icon name="calendar" />
      <span class="muted">
        {days === undefined
          ? t('Filter and scope do not count here.')
          : isTerm
            ? t('What counts: {0}, the period of the group. Filter and scope do not.', days)
            : t('What counts: {0}, the period of all views. Filter and scope do not.', days)}
      </span>
    </section>
  );
}

/** How far a group is with the labs: a matrix, the details of what is chosen in it, the course of time, and what was left running. */
export function ProgressPage({ state }: { state: PanelState }) {
  const store = useStore();
  const answer = store.progress.answer.value;
  if (answer === undefined) return store.error.value === undefined ? <Loading /> : null;
  if (answer === null) return <NoClasses />;
  const { student, lab } = store.view.value.progress ?? {};
  const chosen = answer.students.find(({ user }) => user === student);
  const hasDetails = chosen !== undefined || answer.labs.some(({ id }) => id === lab);
  return (
    <>
      <section
        class={hasDetails ? 'card events split progress' : 'card events progress'}
        style={{ '--rows': answer.students.length }}
        aria-labelledby="progress"
      >
        <Matrix answer={answer} />
        {hasDetails && <ProgressDetails answer={answer} student={chosen} lab={lab} />}
      </section>
      {answer.students.length > 0 && <ProgressChart answer={answer} student={chosen} state={state} />}
      <LeftRunningCard group={answer.group} metered={state.source?.metered === true} answered={answer} />
    </>
  );
}

function Matrix({ answer }: { answer: ProgressAnswer }) {
  const store = useStore();
  const format = useFormat();
  const view = store.progress.matrix.value;
  const all = useMemo(() => matrixRows(answer), [answer]);
  const rows = useMemo(() => sortedRows(all, answer.labs, view), [all, answer, view]);
  const { group, groups, students, toRead } = answer;
  return (
    <div class="events-list">
      <header class="card-header">
        <h2 id="progress" class="hidden-text">
          {t('Progress')}
        </h2>
        <label class="field-picker">
          <span class="muted">{t('Group')}</span>
          <select
            value={group}
            title={answer.description === '' ? undefined : visibleText(answer.description)}
            onChange={(event) => store.show({ progress: { group: event.currentTarget.value } })}
          >
            {groups.map((name) => (
              <option key={name} value={name}>
                {visibleText(name)}
              </option>
            ))}
          </select>
        </label>
        <span class="muted small" role="status">
          {students.length === 1 ? t('1 member') : t('{0} members', format.number(students.length))}
        </span>
        <Standings rows={all} />
        <span class="grow" />
        <IconButton
          name="download"
          label={t('Export Progress…')}
          disabled={students.length === 0}
          onClick={() => store.act((host) => host.exportProgress({ group }))}
        />
      </header>
      {toRead !== undefined ? (
        <AskToRead events={format.number(toRead)} />
      ) : students.length === 0 ? (
        <p class="muted nothing">{t('Nobody is in this group.')}</p>
      ) : (
        <ProgressMatrix answer={answer} rows={rows} />
      )}
    </div>
  );
}

const STANDINGS: readonly { state: LabState; icon: IconName; label: () => string }[] = [
  { state: 'finished', icon: 'check', label: () => t('finished all') },
  { state: 'stuck', icon: 'stuck', label: () => t('stuck') },
  { state: 'notStarted', icon: 'dash', label: () => t('never started') },
];

/** How many finished all, are stuck or never started: a click leaves them alone in the matrix, another one shows all. */
function Standings({ rows }: { rows: readonly MatrixRow[] }) {
  const store = useStore();
  const format = useFormat();
  const { matrix } = store.progress;
  return (
    <div class="standings" role="group" aria-label={t('Show only')}>
      {STANDINGS.map(({ state, icon, label }) => {
        const pressed = matrix.value.only === state;
        return (
          <button
            type="button"
            class={`standing of-${state}`}
            key={state}
            aria-pressed={pressed}
            onClick={() => (matrix.value = { ...matrix.value, only: pressed ? undefined : state })}
          >
            <Icon name={icon} />
            <b class="number">{format.number(countOf(rows, state))}</b>
            <span>{label()}</span>
          </button>
        );
      })}
    </div>
  );
}

/** Before a tracker's events are read, each of which is paid for. */
function AskToRead({ events }: { events: string }) {
  const store = useStore();
  return (
    <Empty icon="search" title={t('Some tasks read up to {0} events', events)}>
      <p>{t('They ask for parameters, which the tracker’s counters do not know, so its events have to be read.')}</p>
      <p class="buttons">
        <Action primary label={t('Read {0} Events', events)} onClick={store.readOn} />
      </p>
    </Empty>
  );
}

function NoClasses() {
  return (
    <Empty icon="table" title={t('This workspace has no class')}>
      <p>
        {t(
          'Progress is of groups of users with labs. Write down who is in a group in {0}, and what a lab’s tasks are in files called {1}.',
          '.vscode/cloudtrail-groups.json',
          '*.lab.json',
        )}
      </p>
    </Empty>
  );
}
