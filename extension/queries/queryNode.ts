import type { LeftKind, LeftResource } from '../../backend/core/leftRunning.ts';
import type { ActivityRow } from '../../backend/core/activity.ts';
import { both, type EventFilter } from '../../backend/core/filter.ts';
import type { ScopeId } from '../scope/scope.ts';
import type { ActivityNode } from '../tree/activityNode.ts';
import { child } from '../tree/levels.ts';
import { severalHomes, userFilters, userOf } from '../tree/userLevels.ts';
import { resourceNames } from './resourceNames.ts';
import type { FileProblem } from '../workspaceFiles/workspaceFile.ts';
import type { WorkspaceQuery } from './savedQueries.ts';
import type { Query } from './query.ts';

/** A row of the Queries view. Ids are unique in the view and stable from one look to the next; `value` is what is copied of a row. */
export type QueryNode =
  | { type: 'query'; id: string; value: string; query: Query | WorkspaceQuery; parent?: undefined }
  /** Somebody who did what the query asks for. */
  | { type: 'user'; id: string; value: string; query: Query; user: ActivityNode; parent: QueryNode }
  /** Stands at the end of more users than are shown. */
  | { type: 'more'; id: string; query: Query; total: number; parent: QueryNode }
  | { type: 'leftKind'; id: string; kind: LeftKind; children: QueryNode[]; parent: QueryNode }
  | { type: 'leftResource'; id: string; value: string; resource: LeftResource; parent: QueryNode }
  | { type: 'note'; id: string; text: string; parent: QueryNode }
  | { type: 'problem'; id: string; problem: FileProblem; parent?: undefined };

/** What the menus of package.json tell rows apart by (viewItem). */
export const QUERY_CONTEXTS = [
  'presetQuery',
  'leftRunningQuery',
  'savedQuery',
  'userOfQuery',
  'resourceLeft',
  'queriesProblem',
] as const;
export type QueryContext = (typeof QUERY_CONTEXTS)[number];

/** Undefined for rows that offer nothing. */
export function queryContext(node: QueryNode): QueryContext | undefined {
  switch (node.type) {
    case 'query':
      return `${node.query.kind}Query`;
    case 'user':
      return 'userOfQuery';
    case 'leftResource':
      return 'resourceLeft';
    case 'problem':
      return 'queriesProblem';
    case 'more':
    case 'leftKind':
    case 'note':
      return undefined;
  }
}

/** What the activity panel shows of a row; undefined where it has nothing to show. */
export function targetOf(node: QueryNode): { filter: EventFilter; scope: ScopeId } | undefined {
  switch (node.type) {
    case 'query':
    case 'more':
      return node.query;
    case 'user':
      return { filter: node.user.filter, scope: node.query.scope };
    case 'leftResource':
      return { filter: { resources: { in: resourceNames(node.resource.name) } }, scope: 'changes' };
    case 'leftKind':
    case 'note':
    case 'problem':
      return undefined;
  }
}

/** Who did it, those who did it most before the others; the rows of an answer by user. */
export function userNodes(
  parent: QueryNode & { type: 'query' },
  rows: readonly ActivityRow[],
  most: number,
): QueryNode[] {
  const { query } = parent;
  const filterOf = userFilters(rows);
  const showHome = severalHomes(rows);
  const users = rows
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map((row): QueryNode => {
      const user = userOf(row);
      const filter = both(query.filter, filterOf(user));
      const node = child(undefined, { type: 'user', user, label: 'name', showHome }, [row], filter);
      return { type: 'user', id: `${parent.id}${node.id}`, value: user.name, query, user: node, parent };
    });
  if (rows.length <= most) return users;
  return [...users, { type: 'more', id: `${parent.id}/more`, query, total: rows.length, parent }];
}

/** What was left, by kind. */
export function leftNodes(parent: QueryNode, resources: readonly LeftResource[]): QueryNode[] {
  const byKind = Map.groupBy(resources, ({ kind }) => kind);
  return [...byKind].map(([kind, ofKind]) => {
    const node: QueryNode & { type: 'leftKind' } = {
      type: 'leftKind',
      id: `${parent.id}/${kind}`,
      kind,
      children: [],
      parent,
    };
    node.children = ofKind.map((resource): QueryNode => {
      const { account, awsRegion } = resource.created;
      // Names are unique in an account and a region.
      const id = `${node.id}/${account}/${awsRegion}/${resource.name}`;
      return { type: 'leftResource', id, value: resource.name, resource, parent: node };
    });
    return node;
  });
}
