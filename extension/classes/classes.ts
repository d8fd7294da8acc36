import type { Group } from './group.ts';
import type { Lab } from './lab.ts';

/** The groups and lab checklists of the workspace, read when somebody asks, and again after a change. */
export interface Classes {
  groups(): Promise<readonly Group[]>;
  labs(): Promise<readonly Lab[]>;
  onDidChange(listener: () => void): { dispose(): void };
}
