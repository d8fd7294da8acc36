import { isCountedGrouping, type ActivityField } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { isCountedFilter, type Condition, type EventFilter } from '../../backend/core/filter.ts';
import { periodOf } from '../../backend/core/period.ts';
import { QUARTER } from '../../backend/core/quarter.ts';
import type { Span } from './group.ts';
import type { Lab, Task } from './lab.ts';

/** A question about activity whose answer tells of several tasks. */
export interface ProgressQuestion {
  period: Period;
  filter: EventFilter;
  groupBy: ActivityField[];
  tasks: AskedTask[];
}

export interface AskedTask {
  task: Task;
  /** What the rows of the answer have to meet. */
  filter: EventFilter;
  /** When the task can be done: the question may ask for more than that. */
  open: Period;
}

const ALWAYS = ['user', 'outcome', 'errorCode'] as const;

/**
 * What has to be asked to know the progress of everybody: one question per lab, fewer where labs are open at the same time. A task on
 * what the counters do not know, a parameter, has a question of its own, for which events are read, and so has one that does not name
 * its events, of which there may be so many that nobody wants them one by one. Labs that keep their events have one question together,
 * so that each event stands in one row of it; those of their tasks for which events are read have another.
 */
export function progressQuestions(labs: readonly Lab[], term: Period, timeZone: string): ProgressQuestion[] {
  const together = new Map<string, AskedTask[]>();
  const alone: AskedTask[] = [];
  const exclusive: AskedTask[] = [];
  for (const lab of labs) {
    const open = openPeriod(lab.open, term, timeZone);
    if (open.from === open.to) continue;
    const atThatTime = `${open.from}/${open.to}`;
    for (const task of lab.tasks) {
      const asked = { task, filter: task.filter, open };
      if (lab.exclusive) exclusive.push(asked);
      else if (isCountedFilter(task.filter) && isNamed(task.filter))
        together.set(atThatTime, [...(together.get(atThatTime) ?? []), asked]);
      else alone.push(asked);
    }
  }
  return [
    ...[...together.values()].map((tasks) => joined(tasks)),
    ...alone.map(single),
    ...readOrCounted(exclusive).flatMap(inParts),
  ];
}

function isNamed({ eventName }: EventFilter): boolean {
  return eventName?.in !== undefined && eventName.prefix === undefined;
}

/** Tasks for which events are read, with all that may want one of these events, too; and those for which counters will do. */
export function readOrCounted<T extends { filter: EventFilter }>(tasks: readonly T[]): [read: T[], counted: T[]] {
  const onParameters = tasks.filter(({ filter }) => !isCountedFilter(filter));
  if (onParameters.length === 0) return [[], [...tasks]];
  if (!tasks.every(({ filter }) => isNamed(filter))) return [[...tasks], []];
  const namesOf = ({ filter }: T) => filter.eventName!.in!;
  const names = new Set(onParameters.flatMap(namesOf));
  const isRead = (task: T) => onParameters.includes(task) || namesOf(task).some((name) => names.has(name));
  for (let known = -1; known < names.size;) {
    known = names.size;
    for (const name of tasks.filter(isRead).flatMap(namesOf)) names.add(name);
  }
  return [tasks.filter(isRead), tasks.filter((task) => !isRead(task))];
}

/** The part of a span that lies in a term; of a span that ends before it begins, nothing. */
export function openPeriod({ from, to }: Span, term: Period, timeZone: string): Period {
  const start = from === undefined ? term.from : periodOf({ from, to: '9999-12-31', tz: timeZone }, 0).from;
  const end = to === undefined ? term.to : periodOf({ from: '0000-01-01', to, tz: timeZone }, 0).to;
  const opens = Math.max(start, term.from);
  return { from: opens, to: Math.max(opens, Math.min(end, term.to)) };
}

/** What passes the question passes the task, but for the outcome: calls that failed are told, too. */
function single({ task, filter: { outcome, ...filter }, open }: AskedTask): ProgressQuestion {
  return {
    period: open,
    filter,
    groupBy: [...ALWAYS, ...(task.count === 1 ? [] : [timeField(isCountedFilter(filter))])],
    tasks: [{ task, filter: outcome ? { outcome } : {}, open }],
  };
}

/** Asks for what any of the tasks wants: by service and event name, where all of them say which. */
function joined(tasks: AskedTask[], isFirstEnough = tasks.every(({ task }) => task.count === 1)): ProgressQuestion {
  const filters = tasks.map(({ filter }) => filter);
  const fields = new Set<ActivityField>(['service', 'eventName', ...ALWAYS, ...filters.flatMap(Object.keys)]);
  const named = ['service', 'eventName'].map((field) => [field, union(filters.map((each) => each[field]))] as const);
  return {
    period: {
      from: Math.min(...tasks.map(({ open }) => open.from)),
      to: Math.max(...tasks.map(({ open }) => open.to)),
    },
    filter: Object.fromEntries(named.filter(([, condition]) => condition)),
    groupBy: [...fields, ...(isFirstEnough ? [] : [timeField(isCountedGrouping([...fields]))])],
    tasks,
  };
}

/** Rows tell when the first event of theirs was. Where that is not enough they are of a quarter of an hour each, or of one event if events are read anyway. */
function timeField(isCounted: boolean): ActivityField {
  return isCounted ? 'quarter' : 'eventID';
}

/** The question of labs that keep their events, in parts: no row may hold events from before and from after a lab opens or is due. */
function inParts(tasks: AskedTask[]): ProgressQuestion[] {
  if (tasks.length === 0) return [];
  const question = joined(tasks, false);
  const { from, to } = question.period;
  const ends = tasks.flatMap(({ open }) => [open.from, open.to]).filter((time) => time % (QUARTER * 1000) !== 0);
  const cuts = [...new Set([from, ...ends, to])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => ({ ...question, period: { from: cuts[i]!, to: end } }));
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
