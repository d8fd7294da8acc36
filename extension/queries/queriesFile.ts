import { ATTRIBUTES } from '../../backend/core/attributes.ts';
import { isCountedField, type EventFilter } from '../../backend/core/filter.ts';
import { isObject } from '../../backend/core/json.ts';
import { readFilter } from '../../backend/core/savedFilter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { L10n } from '../format.ts';
import { SCOPE_IDS, type ScopeId } from '../scope/scope.ts';

/** A query of a workspace, as it stands in the file. */
export interface SavedQuery {
  name: string;
  description: string;
  filter: EventFilter;
  scope: ScopeId;
  /** Its number in the list of the file. */
  at: number;
}

/** What is wrong with the file, and where: the path to the value, or the offset in a text that is no JSON. */
export interface QueriesProblem {
  message: string;
  where: readonly (string | number)[] | number;
}

export interface QueriesFile {
  queries: SavedQuery[];
  problems: QueriesProblem[];
}

/** Enough for everybody who writes queries, and little enough to count them all. */
export const MOST_QUERIES = 200;
export const LONGEST_NAME = 100;

/**
 * Reads `{"queries": [{"name", "description", "scope", "filter"}]}`. Strict: whatever it does not know is a problem. A query with a
 * problem is left out, the others are not. media/schemas/queries.json says the same to the editor.
 */
export function readQueriesFile(text: string, l10n: L10n): QueriesFile {
  const problems: QueriesProblem[] = [];
  const fail = (where: QueriesProblem['where'], message: string) => {
    problems.push({ message, where });
    return undefined;
  };

  function entries(): unknown[] {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      const { message } = error as Error;
      const position = /at position (\d+)/.exec(message)?.[1];
      fail(position === undefined ? text.length : Number(position), l10n.t('This file is no JSON: {0}.', message));
      return [];
    }
    const { $schema: _, queries, ...others } = isObject(json) ? json : {};
    for (const key of Object.keys(others)) fail([key], l10n.t('{0} is not known here.', JSON.stringify(key)));
    if (!Array.isArray(queries)) fail([], l10n.t('The file has to hold a list: {0}.', '{"queries": []}'));
    else if (queries.length > MOST_QUERIES)
      fail(['queries'], l10n.t('There are more than {0} queries; the rest is left out.', MOST_QUERIES));
    return Array.isArray(queries) ? queries.slice(0, MOST_QUERIES) : [];
  }

  function readQuery(entry: unknown, at: number): SavedQuery | undefined {
    const path = ['queries', at];
    if (!isObject(entry)) return fail(path, l10n.t('A query is an object with a name and a filter.'));
    const { name, description = '', scope = 'everything', filter, ...others } = entry;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      return fail([...path, unknown], l10n.t('{0} is not known here.', JSON.stringify(unknown)));
    if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME)
      return fail([...path, 'name'], l10n.t('A query needs a name of at most {0} characters.', LONGEST_NAME));
    if (typeof description !== 'string') return fail([...path, 'description'], l10n.t('A description is a text.'));
    const known = SCOPE_IDS.find((id) => id === scope);
    if (!known) return fail([...path, 'scope'], l10n.t('The scope is one of: {0}.', SCOPE_IDS.join(', ')));
    if (!isObject(filter) || Object.keys(filter).length === 0)
      return fail([...path, 'filter'], l10n.t('A query needs a filter: {0}.', '{"eventName": {"prefix": "Delete"}}'));
    for (const [field, condition] of Object.entries(filter)) {
      const problem = fieldProblem(field, condition, l10n);
      if (problem !== undefined) return fail([...path, 'filter', field], problem);
    }
    return { name, description, filter: readFilter(filter), scope: known, at };
  }

  const queries: SavedQuery[] = [];
  entries().forEach((entry, at) => {
    const query = readQuery(entry, at);
    if (query && queries.some(({ name }) => name === query.name))
      fail(['queries', at, 'name'], l10n.t('There is another query named {0}.', query.name));
    else if (query) queries.push(query);
  });
  return { queries, problems };
}

/** The file with a query more; made anew where there is none. */
export function withQuery(text: string | undefined, query: Omit<SavedQuery, 'at'>): string {
  const { name, description, scope, filter } = query;
  return changed(text, (queries) => [...queries, { name, ...(description && { description }), scope, filter }]);
}

/** The file without the query that has a number in it. */
export function withoutQuery(text: string, at: number): string {
  return changed(text, (queries) => queries.filter((_, index) => index !== at));
}

/** Undefined for a condition that can be asked. */
function fieldProblem(field: string, condition: unknown, l10n: L10n): string | undefined {
  if (!isCountedField(field) && !ATTRIBUTES.includes(field))
    return l10n.t('{0} is no field that events can be filtered by.', JSON.stringify(field));
  try {
    return Object.keys(readFilter({ [field]: condition })).length > 0 ? undefined : l10n.t('This condition is empty.');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** What else stands in the file stays. */
function changed(text: string | undefined, change: (queries: unknown[]) => unknown[]): string {
  const json: unknown = text === undefined ? {} : JSON.parse(text);
  const content = isObject(json) ? json : {};
  const queries = Array.isArray(content.queries) ? content.queries : [];
  return `${JSON.stringify({ ...content, queries: change(queries) }, undefined, 2)}\n`;
}
