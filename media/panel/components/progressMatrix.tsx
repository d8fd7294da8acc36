import { useMemo } from 'preact/hooks';
import { visibleText } from '../../../backend/core/visibleText.ts';
import type { ProgressAnswer, LabState, PanelLab, ProgressChoice } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import type { Format } from '../format.ts';
import { t } from '../l10n.ts';
import { shadeOf, sortedBy, type MatrixRow } from '../progress.ts';
import { labTimes, stateLabel } from '../progressText.ts';
import { Grid } from './grid.tsx';
import type { Column } from './gridRow.tsx';
import { Icon } from './icons.tsx';

/** Students and labs: who is how far with which. A cell opens to its tasks, a name to all labs of the student. */
export function ProgressMatrix({ answer, rows }: { answer: ProgressAnswer; rows: readonly MatrixRow[] }) {
  const store = useStore();
  const format = useFormat();
  const { matrix } = store.progress;
  const { group, labs } = answer;
  const choice = store.view.value.progress;
  const columns = useMemo(() => matrixColumns(labs, format, choice), [labs, format, choice]);
  const isLab = (column: string) => labs.some(({ id }) => id === column);
  return (
    <Grid
      id="student"
      label={t('Progress of students with labs')}
      columns={columns}
      rows={rows}
      keyOf={({ user }) => user}
      scrolls
      complete
      byCell
      sort={matrix.value}
      onSort={(column) => (matrix.value = sortedBy(matrix.value, column))}
      onOpen={({ user }, column) =>
        store.show({ progress: { group, student: user, ...(isLab(column) && { lab: column }) } })
      }
      onHead={{
        label: (column) => (isLab(column) ? t('How many have done each task (Space)') : undefined),
        open: (lab) => store.show({ progress: { group, lab } }),
      }}
      question={JSON.stringify([group, matrix.value.by, matrix.value.descending, matrix.value.only])}
    />
  );
}

function matrixColumns(
  labs: readonly PanelLab[],
  format: Format,
  choice: ProgressChoice | undefined,
): Column<MatrixRow>[] {
  const isChosen = (row: MatrixRow, lab?: string) => choice?.student === row.user && choice.lab === lab;
  return [
    {
      id: 'user',
      label: t('Student'),
      least: 120,
      grow: 2,
      priority: 0,
      sortable: true,
      isHeader: true,
      content: ({ user }) => visibleText(user),
      title: ({ user }) => visibleText(user),
    },
    {
      id: 'all',
      label: t('All labs'),
      least: 62,
      grow: 1,
      priority: 0,
      numeric: true,
      sortable: true,
      content: (row) => (
        <Mark {...row} isChosen={isChosen(row)}>
          {format.share(row.done, row.tasks)}
        </Mark>
      ),
      title: ({ done, tasks, state }) =>
        `${t('{0} of {1} tasks', format.number(done), format.number(tasks))} · ${stateLabel(state)}`,
    },
    ...labs.map((lab, at): Column<MatrixRow> => {
      const title = visibleText(lab.title);
      const tasks = lab.tasks.length;
      const head = [title, visibleText(lab.description), labTimes(lab, format)].filter(Boolean).join('\n');
      return {
        id: lab.id,
        label: title,
        headTitle: head,
        least: 62,
        grow: 1,
        priority: 0,
        numeric: true,
        sortable: true,
        content: (row) => {
          const { done, state } = row.labs[at]!;
          return (
            <Mark done={done} tasks={tasks} state={state} isChosen={isChosen(row, lab.id)}>
              {`${format.number(done)}/${format.number(tasks)}`}
            </Mark>
          );
        },
        title: (row) => {
          const { done, state } = row.labs[at]!;
          const count = t('{0} of {1} tasks', format.number(done), format.number(tasks));
          return `${visibleText(row.user)} · ${title}\n${count} · ${stateLabel(state)}`;
        },
      };
    }),
  ];
}

interface MarkProps {
  done: number;
  tasks: number;
  state: LabState;
  isChosen: boolean;
  children: string;
}

/** How much is done, as a number on a shade; what is finished, stuck or not begun has a sign as well. */
function Mark({ done, tasks, state, isChosen, children }: MarkProps) {
  const shade = state === 'finished' ? 'finished' : `level-${shadeOf(done, tasks)}`;
  return (
    <span
      class={`mark ${shade}${isChosen ? ' chosen' : ''}`}
      style={{ '--share': `${Math.round((done / tasks) * 100)}%` }}
    >
      {state === 'finished' && <Icon name="check" label={stateLabel(state)} />}
      {state === 'stuck' && <Icon name="stuck" label={stateLabel(state)} />}
      {state === 'notStarted' ? (
        <>
          <span class="muted" aria-hidden="true">
            –
          </span>
          <span class="hidden-text">{stateLabel(state)}</span>
        </>
      ) : (
        <span>{children}</span>
      )}
    </span>
  );
}
