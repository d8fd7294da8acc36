import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { both, type EventFilter } from '../../backend/core/filter.ts';
import { compareLabs, type Lab, type Task } from './lab.ts';
import { momentsByUser, triesOf, type Moment, type Tries } from './moments.ts';
import { progressQuestions, type AskedTask } from './progressQuestions.ts';
import { shareOut } from './shareOut.ts';

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

/** Longer lists of names are not sent with a question, for an address has an end (API Gateway: 10 KB): everybody is asked about then. */
const LONGEST_NAMES = 4_000;

/** Reads how far the members of a group are with labs. Throws a UserError for a span that cannot be read. */
export async function readProgress(options: ProgressOptions, signal?: AbortSignal): Promise<ClassProgress> {
  const { labs, members, timeZone } = options;
  const answers = members.length > 0 ? await askAll(options, signal) : [];
  const keeping = labs.filter(({ exclusive }) => exclusive).sort(compareLabs(timeZone));
  return {
    labs: [...labs],
    members: members.map((user) => {
      const tries = triesOfUser(user, answers);
      const kept = shareOut(keeping, (task) => tries(task).counting);
      return {
        user,
        labs: labs.map(({ tasks }) =>
          labProgress(
            tasks.map((task) => taskProgress(task, kept.get(task) ?? tries(task).counting, tries(task).failing)),
          ),
        ),
      };
    }),
  };
}

interface Answer {
  tasks: AskedTask[];
  moments: Map<string, Moment[]>;
}

function askAll({ labs, members, term, timeZone, ask }: ProgressOptions, signal?: AbortSignal): Promise<Answer[]> {
  const asked = new Set(members);
  const among: EventFilter = { user: { in: [...members] } };
  const isLong = encodeURIComponent(JSON.stringify(among)).length > LONGEST_NAMES;
  return Promise.all(
    progressQuestions(labs, term, timeZone).map(async ({ tasks, filter, groupBy, period }) => {
      const rows = await ask({ filter: isLong ? filter : both(filter, among), groupBy, period }, signal);
      return { tasks, moments: momentsByUser(rows.filter((row) => asked.has(String(row['user'])))) };
    }),
  );
}

/** What somebody did for each task. A task may stand in the answers to several questions, of one time after the other. */
function triesOfUser(user: string, answers: readonly Answer[]): (task: Task) => Tries {
  const byTask = new Map<Task, Tries>();
  for (const { tasks, moments } of answers) {
    const own = moments.get(user);
    if (!own) continue;
    for (const { task, filter, open } of tasks) {
      const { counting, failing } = byTask.get(task) ?? NOTHING;
      const more = triesOf(own, filter, open);
      byTask.set(task, {
        counting: [...counting, ...more.counting],
        failing: [...failing, ...more.failing],
      });
    }
  }
  return (task) => byTask.get(task) ?? NOTHING;
}

const NOTHING: Tries = { counting: [], failing: [] };

function labProgress(tasks: TaskProgress[]): LabProgress {
  const missing = tasks.filter(({ done }) => done === undefined);
  return { state: stateOf(tasks, missing), done: tasks.length - missing.length, tasks };
}

function stateOf(tasks: readonly TaskProgress[], missing: readonly TaskProgress[]): LabState {
  if (missing.length === 0) return 'finished';
  if (missing.some(({ count, failed }) => count === 0 && failed > 0)) return 'stuck';
  return tasks.some(({ count, failed }) => count > 0 || failed > 0) ? 'started' : 'notStarted';
}

function taskProgress({ count: required }: Task, counted: readonly Moment[], failing: readonly Moment[]): TaskProgress {
  let count = 0;
  let done: string | undefined;
  for (const { at, events } of counted) {
    count += events;
    if (count >= required) done ??= at;
  }
  const byCode = new Map<string, number>();
  for (const { row, events } of failing) {
    const code = String(row['errorCode']);
    if (code !== '') byCode.set(code, (byCode.get(code) ?? 0) + events);
  }
  return {
    count,
    required,
    ...(done !== undefined && { done }),
    failed: failing.reduce((sum, { events }) => sum + events, 0),
    errorCodes: [...byCode].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code),
  };
}
