import type { ActivityRow } from '../../backend/core/activity.ts';
import { compareTimes, type Cell } from './cells.ts';
import { compareLabs, type Lab, type Task } from './lab.ts';

/** So many of the events of a row count for a task. */
export interface Counted {
  row: ActivityRow;
  events: number;
}

/** All that passes. */
export function countedOf(cells: readonly Cell[]): Counted[] {
  return cells.filter(({ counts }) => counts).map(({ row }) => ({ row, events: row.count }));
}

/**
 * Shares one user's events out among labs that keep theirs, from the oldest to the newest: an event goes to the lab that is due
 * first, then to the one whose title comes first, among those with a task that still needs it, and counts there for each of its
 * tasks that it fits. What nobody needs any more counts for nobody.
 */
export function shareOut(labs: readonly Lab[], cells: (task: Task) => readonly Cell[]): Map<Task, Counted[]> {
  const inOrder = labs.toSorted(compareLabs);
  const counted = new Map<Task, Counted[]>(inOrder.flatMap(({ tasks }) => tasks.map((task) => [task, []] as const)));
  const needed = new Map<Task, number>(
    inOrder.flatMap(({ tasks }) => tasks.map((task) => [task, task.count] as const)),
  );
  const wanting = new Map<ActivityRow, Set<Task>>();
  for (const task of counted.keys())
    for (const { row, counts } of cells(task)) if (counts) wanting.set(row, (wanting.get(row) ?? new Set()).add(task));

  for (const [row, tasks] of [...wanting].sort(([a], [b]) => compareTimes(a, b))) {
    let left = row.count;
    for (const lab of inOrder) {
      const fitting = lab.tasks.filter((task) => tasks.has(task) && needed.get(task)! > 0);
      const taken = Math.min(left, Math.max(0, ...fitting.map((task) => needed.get(task)!)));
      if (taken === 0) continue;
      left -= taken;
      for (const task of fitting) {
        const events = Math.min(taken, needed.get(task)!);
        needed.set(task, needed.get(task)! - events);
        counted.get(task)!.push({ row, events });
      }
    }
  }
  return counted;
}
