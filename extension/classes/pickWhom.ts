import * as vscode from 'vscode';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { withoutIcons } from '../format.ts';
import { pickOne } from '../pickOne.ts';
import { shownMembers } from './groupProgress.ts';

/** Whose progress is looked at: a group's, or that of one of its members, as shown. */
export interface Whom {
  group: string;
  only?: string;
}

/** Lets the user choose a group, or one of its members. Undefined when the user gives up. */
export async function pickWhom(
  { session, classes, format }: FeatureDeps,
  current: Whom | undefined,
): Promise<Whom | undefined> {
  const groups = await classes.groups();
  if (groups.length === 0) throw new UserError(vscode.l10n.t('There are no groups in this workspace yet.'));
  const lists = await Promise.all(
    groups.map(async (group) => ({ group: group.name, members: await shownMembers(session, group) })),
  );
  const items: (vscode.QuickPickItem & { whom: Whom })[] = [
    ...lists.map(({ group, members }) => ({
      label: `$(organization) ${withoutIcons(group)}`,
      description: format().users(members.length),
      whom: { group },
    })),
    ...lists.flatMap(({ group, members }) =>
      members.map((only) => ({
        label: `$(account) ${withoutIcons(only)}`,
        description: withoutIcons(group),
        whom: { group, only },
      })),
    ),
  ];
  const before = items.find(({ whom }) => whom.group === current?.group && whom.only === current.only);
  const picked = await pickOne(items, before, {
    title: vscode.l10n.t('Group or Student'),
    placeholder: vscode.l10n.t('Check the lab checklists for everybody in a group, or for one of them'),
  });
  return picked?.whom;
}
