import type { Lab, Task } from './lab.ts';
import { compareMoments, type Moment } from './moments.ts';

/**
 * Shares one user's events out among labs that keep theirs, from the oldest to the newest: an event goes to the first of the labs
 * that has a task which still needs it, and counts there for each of its tasks that it fits. What nobody needs any more counts for
 * nobody. `counting` tells what passes a task's filter, `labs` are in the order in which they take.
 */
export function shareOut(labs: readonly Lab[], counting: (task: Task) => readonly Moment[]): Map<Task, Moment[]> {
  const counted = new Map<Task, Moment[]>(labs.flatMap(({ tasks }) => tasks.map((task) => [task, []] as const)));
  const needed = new Map<Task, number>([...counted.keys()].map((task) => [task, task.count]));
  const wanting = new Map<Moment, Set<Task>>();
  for (const task of counted.keys())
    for (const moment of counting(task)) wanting.set(moment, (wanting.get(moment) ?? new Set()).add(task));

  for (const [moment, tasks] of [...wanting].sort(([a], [b]) => compareMoments(a, b))) {
    let left = moment.events;
    for (const lab of labs) {
      const fitting = lab.tasks.filter((task) => tasks.has(task) && needed.get(task)! > 0);
      const taken = Math.min(left, Math.max(0, ...fitting.map((task) => needed.get(task)!)));
      if (taken === 0) continue;
      left -= taken;
      for (const task of fitting) {
        const events = Math.min(taken, needed.get(task)!);
        needed.set(task, needed.get(task)! - events);
        counted.get(task)!.push({ ...moment, events });
      }
    }
  }
  return counted;
}
