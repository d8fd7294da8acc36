import { createHash } from 'node:crypto';
import type { PanelDeps } from './panelDeps.ts';

/** Another text once there are other groups, or others are in one. */
export async function groupsKey({ classes }: Pick<PanelDeps, 'classes'>): Promise<string> {
  const groups = (await classes.groups()).map(({ name, members }) => [name, members]);
  return createHash('sha256').update(JSON.stringify(groups)).digest('hex');
}
