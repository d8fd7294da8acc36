import type { Action } from './action.ts';
import { COMPUTE_LABS } from './computeLabs.ts';
import { DATA_LABS } from './dataLabs.ts';
import { PLATFORM_LABS } from './platformLabs.ts';

/** A call that a student makes to complete a part of a lab. */
export interface LabStep {
  id: string;
  action: Action;
  /** Tells this step's records from other calls of the same event name. */
  told?: { parameter: string; value: string };
}

export interface Lab {
  id: string;
  title: string;
  /** In the order in which they are done. */
  steps: LabStep[];
  /** The console pages looked at, as keys of CONSOLE_PAGES. */
  pages: string[];
}

/** The labs in the order of the course. */
export const LABS: readonly Lab[] = [...COMPUTE_LABS, ...DATA_LABS, ...PLATFORM_LABS].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);
