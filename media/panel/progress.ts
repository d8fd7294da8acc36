import type {
  ProgressAnswer,
  LabProgress,
  LabState,
  PanelLab,
  PanelPeriod,
  StudentProgress,
  TaskProgress,
} from '../../extension/panel/protocol.ts';
import { createZone } from './zone.ts';

/** How the matrix is sorted, and which students are in it: it asks nothing anew. */
export interface MatrixView {
  /** `user`, `all`, or the id of a lab. */
  by: string;
  descending: boolean;
  only?: LabState;
  /** Whether progress over time shows as a table. */
  asTable: boolean;
}

export const FIRST_MATRIX_VIEW: MatrixView = { by: 'user', descending: false, asTable: false };

/** A student in the matrix. */
export interface MatrixRow {
  user: string;
  /** In the order of the labs. */
  labs: LabProgress[];
  /** Tasks of all labs together. */
  done: number;
  tasks: number;
  state: LabState;
}

export function matrixRows({ labs, students }: ProgressAnswer): MatrixRow[] {
  const tasks = labs.reduce((sum, lab) => sum + lab.tasks.length, 0);
  return students.map(({ user, labs: progress }) => ({
    user,
    labs: progress,
    done: progress.reduce((sum, { done }) => sum + done, 0),
    tasks,
    state: stateOfAll(progress),
  }));
}

/** Of all labs: stuck in any of them, finished with each, or begun with none. */
export function stateOfAll(labs: readonly LabProgress[]): LabState {
  if (labs.every(({ state }) => state === 'finished')) return 'finished';
  if (labs.some(({ state }) => state === 'stuck')) return 'stuck';
  return labs.every(({ state }) => state === 'notStarted') ? 'notStarted' : 'started';
}

/** Those that are wanted, in the order wanted; equal ones by name. */
export function sortedRows(rows: readonly MatrixRow[], labs: readonly PanelLab[], view: MatrixView): MatrixRow[] {
  const { by, descending, only } = view;
  const at = labs.findIndex(({ id }) => id === by);
  const sign = descending ? -1 : 1;
  const share = (row: MatrixRow) => (at < 0 ? row.done / row.tasks : shareOfLab(row.labs[at], labs[at]));
  const kept = rows.filter(({ state }) => only === undefined || state === only);
  if (by === 'user') return kept.sort((a, b) => sign * collator.compare(a.user, b.user));
  return kept.sort((a, b) => sign * (share(a) - share(b)) || collator.compare(a.user, b.user));
}

/** A click on a column's head: names begin with A, shares with the largest; once more turns it round. */
export function sortedBy(view: MatrixView, by: string): MatrixView {
  return { ...view, by, descending: view.by === by ? !view.descending : by !== 'user' };
}

export function countOf(rows: readonly MatrixRow[], state: LabState): number {
  return rows.filter((row) => row.state === state).length;
}

/** What is not stored of a lab that nobody began. */
const NOTHING: Omit<TaskProgress, 'required'> = { count: 0, failed: 0, errorCodes: [] };

export function taskProgress(lab: PanelLab, progress: LabProgress, task: number): TaskProgress {
  return progress.tasks[task] ?? { ...NOTHING, required: lab.tasks[task]?.count ?? 1 };
}

/** How the group is with a task of a lab. */
export interface TaskTotals {
  done: number;
  /** Who has not done it, and made calls for it that failed. */
  failed: number;
}

export function taskTotals(students: readonly StudentProgress[], lab: number, task: number): TaskTotals {
  const each = students.map(({ labs }) => labs[lab]?.tasks[task]);
  return {
    done: each.filter((progress) => progress?.done !== undefined).length,
    failed: each.filter((progress) => progress && progress.done === undefined && progress.failed > 0).length,
  };
}

/** Shares of all tasks that were done by the end of each day. */
export interface Course {
  /** When each day begins, and when the last one ends. */
  starts: number[];
  end: number;
  group: number[];
  /** Of the student that is chosen. */
  student?: number[];
}

/** Days that a course has at most: of a longer period, the last ones. */
const MOST_DAYS = 400;

/** Undefined where there is no period. `until` (milliseconds since 1970) is when what is known ends. */
export function courseOf(
  { labs, students, period }: ProgressAnswer,
  student: StudentProgress | undefined,
  timeZone: string,
  until: number,
): Course | undefined {
  if (!period) return undefined;
  const starts = daysOf(period, timeZone, until);
  const end = starts.pop()!;
  const tasks = labs.reduce((sum, lab) => sum + lab.tasks.length, 0);
  const shares = (of: readonly StudentProgress[]) => sharesBy([...starts.slice(1), end], of, tasks * of.length);
  return { starts, end, group: shares(students), ...(student && { student: shares([student]) }) };
}

/** When each day begins, and when the last one ends. */
function daysOf({ from, to }: PanelPeriod, timeZone: string, until: number): number[] {
  const zone = createZone(timeZone);
  const begin = zone.dayOf(Date.parse(from));
  const last = Math.max(begin, zone.dayOf(Math.min(Date.parse(to) - 1, until)));
  const first = Math.max(begin, last - MOST_DAYS + 1);
  return Array.from({ length: last - first + 2 }, (_, index) => zone.startOf(first + index));
}

function sharesBy(ends: readonly number[], students: readonly StudentProgress[], tasks: number): number[] {
  const times = students
    .flatMap(({ labs }) => labs.flatMap((lab) => lab.tasks.flatMap(({ done }) => (done ? [Date.parse(done)] : []))))
    .sort((a, b) => a - b);
  let count = 0;
  return ends.map((end) => {
    while (count < times.length && times[count]! < end) count++;
    return tasks === 0 ? 0 : count / tasks;
  });
}

/** SVG path data of steps: each day's share from its beginning to its end. */
export function stepPath(shares: readonly number[], { left, top, width, height }: Box): string {
  const slot = width / shares.length;
  const x = (index: number) => (left + index * slot).toFixed(1);
  const y = (share: number) => (top + height * (1 - share)).toFixed(1);
  return shares.map((share, index) => `${index ? 'L' : 'M'}${x(index)} ${y(share)}H${x(index + 1)}`).join('');
}

/** In pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function shareOfLab(progress: LabProgress | undefined, lab: PanelLab | undefined): number {
  return (progress?.done ?? 0) / Math.max(1, lab?.tasks.length ?? 0);
}

/** Shades of a cell: the more of a lab is done, the stronger; only all of it has the last. */
export function shadeOf(done: number, tasks: number): number {
  if (done === 0) return 0;
  return done >= tasks ? 5 : Math.min(4, 1 + Math.floor((done / tasks) * 4));
}

const collator = new Intl.Collator('en', { numeric: true });
