import { GROUP } from '../../backend/core/filter.ts';
import { isObject } from '../../backend/core/json.ts';
import { isFilterPart, only, toggle, type FilterPart } from '../../backend/core/filterEdit.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { isActivity, type Subject, type TreeNode } from '../tree/activityNode.ts';
import type { ActivityPanel } from './panelDeps.ts';

/** "Only this" and "not this" of a row of the trees, or of a value in the panel, whose context menu VS Code shows. */
export function registerFilterCommands({ commands }: FeatureDeps, panel: ActivityPanel): void {
  commands.register('cloudtrailTracker.filterByThis', (node: unknown) => {
    const parts = partsIn(node);
    if (parts.length > 0) panel.edit((filter) => parts.reduce(only, filter));
  });
  commands.register('cloudtrailTracker.excludeThis', (node: unknown) => {
    // The first part is the value itself; others only say which of several of its name is meant.
    const [first] = partsIn(node);
    if (first) panel.edit((filter) => toggle(filter, { ...first, test: 'not' }));
  });
}

/** The argument comes from the trees or, by way of the webview, from log content. */
function partsIn(argument: unknown): FilterPart[] {
  if (!isObject(argument)) return [];
  if (argument.webviewSection === undefined) {
    const node = argument as unknown as TreeNode;
    return isActivity(node) ? partsOfSubject(node.subject) : [];
  }
  const parts: unknown = argument.parts;
  return Array.isArray(parts) && parts.every(isFilterPart) ? parts : [];
}

export function partsOfSubject(subject: Subject): FilterPart[] {
  switch (subject.type) {
    case 'kind':
      return [is('kind', subject.kind)];
    case 'group':
      return [is(GROUP, subject.name)];
    case 'member':
      return [is('user', subject.name)];
    case 'namesakes':
      return [is('user', subject.name), is('kind', subject.kind)];
    case 'user': {
      const { name, kind, home } = subject.user;
      return subject.showHome || subject.label === 'home'
        ? [is('user', name), is('kind', kind), is('home', home)]
        : [is('user', name), is('kind', kind)];
    }
    case 'session':
      return subject.name === undefined ? [] : [is('session', subject.name), is('user', subject.user.name)];
    case 'service':
      return [is('service', subject.name)];
    case 'eventName':
      return [is('eventName', subject.name)];
  }
}

function is(field: string, value: string): FilterPart {
  return { field, test: 'is', value };
}
