import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { cellsOf, type Cell } from './cells.ts';
import type { Lab, Task } from './lab.ts';
import { progressQuestions } from './progressQuestions.ts';
import { countedOf, shareOut, type Counted } from './shareOut.ts';

/** How far the members of a group are with labs. */
export interface ClassProgress {
  labs: Lab[];
  members: MemberProgress[];
}

export interface MemberProgress {
  user: string;
  /** In the order of the labs. */
  labs: LabProgress[];
}

/** `stuck`: a task is missing, and the calls that were made for it failed. */
export type LabState = 'finished' | 'stuck' | 'started' | 'notStarted';

export interface LabProgress {
  state: LabState;
  /** Of its tasks, how many are done. */
  done: number;
  /** In the order of the tasks. */
  tasks: TaskProgress[];
}

export interface TaskProgress {
  /** Events that counted; there may be more than are required. */
  count: number;
  required: number;
  /** The eventTime by which the last required event had happened; undefined while some are missing. */
  done?: string;
  /** Calls that would have counted and failed. */
  failed: number;
  /** With which error codes, the most frequent first. */
  errorCodes: string[];
}

/** Asks how often something happened in a period. */
export type AskActivity = (
  question: { filter: EventFilter; groupBy: ActivityField[]; period: Period },
  signal?: AbortSignal,
) => Promise<ActivityRow[]>;

export interface ProgressOptions {
  labs: readonly Lab[];
  members: readonly string[];
  /** Nothing outside of it counts. */
  term: Period;
  /** IANA name of the zone that dates are read in. */
  timeZone: string;
  ask: AskActivity;
}

/** More names than that are not sent with a question: everybody's answer is asked for, and the others are left out of it here. */
const MOST_NAMES = 400;

/** Reads how far the members of a group are with labs. Throws a UserError for a span that cannot be read. */
export async function readProgress(options: ProgressOptions, signal?: AbortSignal): Promise<ClassProgress> {
  const { labs, members } = options;
  const counts = members.length > 0 ? await readCells(options, signal) : (new Map() as TaskCells);
  return {
    labs: [...labs],
    members: members.map((user) => {
      const cells = (task: Task) => counts.get(task)?.get(user) ?? [];
      const kept = shareOut(
        labs.filter(({ exclusive }) => exclusive),
        cells,
      );
      const counted = (task: Task) => kept.get(task) ?? countedOf(cells(task));
      return { user, labs: labs.map((lab) => labProgress(lab, counted, cells)) };
    }),
  };
}

/** By task, and by user. */
type TaskCells = Map<Task, Map<string, Cell[]>>;

async function readCells(options: ProgressOptions, signal: AbortSignal | undefined): Promise<TaskCells> {
  const { labs, members, term, timeZone, ask } = options;
  const asked = new Set(members);
  const among: EventFilter = members.length > MOST_NAMES ? {} : { user: { in: [...members] } };
  const found: TaskCells = new Map();
  await Promise.all(
    progressQuestions(labs, term, timeZone).map(async ({ tasks, filter, groupBy, period }) => {
      const rows = await ask({ filter: { ...filter, ...among }, groupBy: ['user', ...groupBy], period }, signal);
      const ofMembers = rows.filter((row) => asked.has(String(row['user'])));
      for (const { task, filter, open } of tasks) found.set(task, cellsOf(ofMembers, filter, open));
    }),
  );
  return found;
}

/** `counted`: what counts for a task; `cells`: whatever was tried for it, too. */
function labProgress(
  lab: Lab,
  counted: (task: Task) => readonly Counted[],
  cells: (task: Task) => readonly Cell[],
): LabProgress {
  const tasks = lab.tasks.map((task) => taskProgress(task, counted(task), cells(task)));
  const done = tasks.filter((task) => task.done !== undefined).length;
  const missing = tasks.filter((task) => task.done === undefined);
  const begun = tasks.some(({ count, failed }) => count > 0 || failed > 0);
  const state =
    missing.length === 0
      ? 'finished'
      : missing.some(({ count, failed }) => failed > 0 && count === 0)
        ? 'stuck'
        : begun
          ? 'started'
          : 'notStarted';
  return { state, done, tasks };
}

function taskProgress({ count: required }: Task, counted: readonly Counted[], all: readonly Cell[]): TaskProgress {
  let count = 0;
  let done: string | undefined;
  for (const { row, events } of counted) {
    // Of the events of a row only the first and the last have known times.
    if (count < required && count + events >= required) done = required - count === 1 ? row.first : row.last;
    count += events;
  }
  const failures = all.filter(({ counts, row }) => !counts && row['outcome'] !== 'ok').map(({ row }) => row);
  const byCode = new Map<string, number>();
  for (const row of failures) {
    const code = String(row['errorCode']);
    if (code !== '') byCode.set(code, (byCode.get(code) ?? 0) + row.count);
  }
  return {
    count,
    required,
    ...(done !== undefined && { done }),
    failed: failures.reduce((sum, row) => sum + row.count, 0),
    errorCodes: [...byCode].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code),
  };
}
