import * as vscode from 'vscode';
import { shownMembers } from '../classes/groupProgress.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import type { ActivityPanel } from '../panel/panelDeps.ts';
import type { ActivityNode, TreeNode } from './activityNode.ts';
import { ActivityTree } from './activityTree.ts';
import { goToService, goToUser } from './goTo.ts';
import { groupsLevel, type ShownGroup } from './groupLevel.ts';
import { servicesLevel } from './levels.ts';
import { registerNodeCommands } from './nodeCommands.ts';
import { pickSortOrder, rememberedSortOrder } from './pickSortOrder.ts';
import { usersLevel } from './userLevels.ts';
import { followSession } from './viewStatus.ts';

/** The Users view (group or kind, user, service, event name) and the Services view (service, user, event name). */
export function registerTrees(deps: FeatureDeps, panel: ActivityPanel): void {
  const { context, commands, visibility } = deps;
  const memory = context.globalState;
  const order = () => rememberedSortOrder(memory);
  const shownGroups = async (): Promise<ShownGroup[]> =>
    Promise.all(
      (await deps.classes.groups()).map(async (group) => ({
        name: group.name,
        description: group.description,
        members: await shownMembers(deps.session, group),
      })),
    );
  const users = new ActivityTree(deps, async () => groupsLevel(await shownGroups()), order);
  const services = new ActivityTree(deps, () => servicesLevel(undefined, usersLevel), order);

  const create = (id: string, treeDataProvider: ActivityTree) => {
    const view = vscode.window.createTreeView<TreeNode>(id, { treeDataProvider, showCollapseAll: true });
    context.subscriptions.push(view);
    visibility.add(view);
    return view;
  };
  const usersView = create('cloudtrailTracker.users', users);
  const servicesView = create('cloudtrailTracker.services', services);

  const refresh = () => {
    users.refresh();
    services.refresh();
  };
  followSession(deps, [usersView, servicesView], refresh);
  commands.register('cloudtrailTracker.sortBy', async () => {
    if (await pickSortOrder(memory)) refresh();
  });

  const go = async (view: vscode.TreeView<TreeNode>, tree: ActivityTree, wanted: (node: ActivityNode) => boolean) => {
    const node = tree.find(wanted);
    if (node && view.visible) await view.reveal(node, { select: true, focus: false, expand: true });
  };
  commands.register('cloudtrailTracker.goToUser', async () => {
    const user = await goToUser(deps);
    if (!user) return;
    panel.open(user.filter);
    await go(usersView, users, user.isIt);
  });
  commands.register('cloudtrailTracker.goToService', async () => {
    const service = await goToService(deps);
    if (!service) return;
    panel.open(service.filter);
    await go(servicesView, services, service.isIt);
  });
  registerNodeCommands(deps, panel);
}
