import type { ActivityField } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { isCountedFilter, type Condition, type EventFilter } from '../../backend/core/filter.ts';
import { periodOf } from '../../backend/core/period.ts';
import type { Span } from './group.ts';
import type { Lab, Task } from './lab.ts';

/** A question about activity whose answer tells of several tasks. */
export interface ProgressQuestion {
  period: Period;
  filter: EventFilter;
  groupBy: ActivityField[];
  tasks: AskedTask[];
}

interface AskedTask {
  task: Task;
  /** What the rows of the answer have to meet. */
  filter: EventFilter;
  /** Where the question asks for more than the time in which the task can be done. */
  open?: Period;
}

const ALWAYS = ['outcome', 'errorCode'] as const;
const NAMED = ['service', 'eventName'] as const;

/**
 * What has to be asked to know the progress of everybody: one question per lab, fewer where labs are open at the same time. A task on
 * what the counters do not know, a parameter, has a question of its own, for which events are read. Labs that keep their events have
 * one question together, so that each event stands in one row of it, and their times hold to the quarter of an hour.
 */
export function progressQuestions(labs: readonly Lab[], term: Period, timeZone: string): ProgressQuestion[] {
  const shared = new Map<string, ProgressQuestion>();
  const questions: ProgressQuestion[] = [];
  for (const lab of labs.filter(({ exclusive }) => !exclusive)) {
    const period = openPeriod(lab.open, term, timeZone);
    if (period.from === period.to) continue;
    for (const task of lab.tasks) {
      const { outcome, ...filter } = task.filter;
      if (isCountedFilter(filter)) {
        const key = `${period.from}/${period.to}`;
        const question = shared.get(key) ?? { period, filter: {}, groupBy: [], tasks: [] };
        question.tasks.push({ task, filter: task.filter });
        shared.set(key, question);
      } else {
        // What passes the question passes the task, but for the outcome: calls that failed are told, too.
        const rest: EventFilter = outcome ? { outcome } : {};
        questions.push({ period, filter, groupBy: [...ALWAYS, 'day'], tasks: [{ task, filter: rest }] });
      }
    }
  }
  questions.push(...[...shared.values()].map((question) => joined(question, 'day')));
  const exclusive = exclusiveQuestion(labs, term, timeZone);
  return exclusive ? [...questions, exclusive] : questions;
}

/** The part of a span that lies in a term; of a span that ends before it begins, nothing. */
export function openPeriod({ from, to }: Span, term: Period, timeZone: string): Period {
  const start = from === undefined ? term.from : periodOf({ from, to: '9999-12-31', tz: timeZone }, 0).from;
  const end = to === undefined ? term.to : periodOf({ from: '0000-01-01', to, tz: timeZone }, 0).to;
  const opens = Math.max(start, term.from);
  return { from: opens, to: Math.max(opens, Math.min(end, term.to)) };
}

function exclusiveQuestion(labs: readonly Lab[], term: Period, timeZone: string): ProgressQuestion | undefined {
  const tasks = labs
    .filter(({ exclusive }) => exclusive)
    .flatMap((lab) => {
      const open = openPeriod(lab.open, term, timeZone);
      return open.from === open.to ? [] : lab.tasks.map((task) => ({ task, filter: task.filter, open }));
    });
  if (tasks.length === 0) return undefined;
  const period = {
    from: Math.min(...tasks.map(({ open }) => open.from)),
    to: Math.max(...tasks.map(({ open }) => open.to)),
  };
  return joined({ period, filter: {}, groupBy: [], tasks }, 'quarter');
}

/** Asks for what any of the tasks wants: by service and event name, where all of them say which. */
function joined(question: ProgressQuestion, time: 'day' | 'quarter'): ProgressQuestion {
  const filters = question.tasks.map(({ task }) => task.filter);
  const groupBy = new Set<ActivityField>([...ALWAYS, time, ...filters.flatMap((filter) => Object.keys(filter))]);
  const filter: EventFilter = {};
  for (const field of NAMED) {
    const condition = union(filters.map((each) => each[field]));
    if (condition) filter[field] = condition;
  }
  return { ...question, filter, groupBy: [...groupBy] };
}

/** What one of the conditions may let through; undefined where one of them names nothing. */
function union(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const names = new Set<string>();
  const prefixes = new Set<string>();
  for (const condition of conditions) {
    if (!condition || (!condition.in && condition.prefix === undefined)) return undefined;
    for (const name of condition.in ?? []) names.add(name);
    for (const prefix of [condition.prefix ?? []].flat()) prefixes.add(prefix);
  }
  return { in: [...names], ...(prefixes.size > 0 && { prefix: [...prefixes] }) };
}
