import type { ProgressAnswer, LabProgress } from './protocol.ts';

/**
 * The lines of a table for marks: a student each, and of every lab four columns, the share of its tasks that is done in whole percent
 * (only what is complete has 100), how many are done, how many there are, and the state (finished, stuck, started, notStarted).
 * The first four are of all labs together. Shares and numbers are integers, for a decimal comma or point depends on who reads them.
 */
export function progressLines({ labs, students }: ProgressAnswer): string[][] {
  const heads = ['All labs', ...labs.map(({ title }) => title)];
  const head = [
    'user',
    ...heads.flatMap((title) => ['%', 'done', 'tasks', 'state'].map((part) => `${title}: ${part}`)),
  ];
  const tasks = labs.map((lab) => lab.tasks.length);
  const all = tasks.reduce((sum, count) => sum + count, 0);
  return [
    head,
    ...students.map(({ user, labs: progress }) => [
      user,
      ...cells(
        progress.reduce((sum, { done }) => sum + done, 0),
        all,
        stateOfAll(progress),
      ),
      ...progress.flatMap(({ done, state }, at) => cells(done, tasks[at]!, state)),
    ]),
  ];
}

function cells(done: number, tasks: number, state: string): string[] {
  return [Math.floor((done / Math.max(1, tasks)) * 100), done, tasks, state].map(String);
}

function stateOfAll(labs: readonly LabProgress[]): string {
  if (labs.every(({ state }) => state === 'finished')) return 'finished';
  if (labs.some(({ state }) => state === 'stuck')) return 'stuck';
  return labs.every(({ state }) => state === 'notStarted') ? 'notStarted' : 'started';
}
