import type { EventFilter } from '../../backend/core/filter.ts';
import { isObject } from '../../backend/core/json.ts';
import type { L10n } from '../format.ts';
import { SCOPE_IDS, type ScopeId } from '../scope/scope.ts';
import { FileReading, isName, LONGEST_NAME, type TextProblem } from '../workspaceFiles/fileReading.ts';
import { conditionProblem, readClientFilter } from '../workspaceFiles/clientFilter.ts';
import type { Path } from '../workspaceFiles/textPlaces.ts';

/** A query of a workspace, as it stands in the file. */
export interface SavedQuery {
  name: string;
  description: string;
  filter: EventFilter;
  scope: ScopeId;
  /** Its number in the list of the file. */
  at: number;
}

export interface QueriesFile {
  queries: SavedQuery[];
  problems: TextProblem[];
}

/** Enough for everybody who writes queries, and little enough to count them all. */
export const MOST_QUERIES = 200;

/**
 * Reads `{"queries": [{"name", "description", "scope", "filter"}]}`. Strict: whatever it does not know is a problem. A query with a
 * problem is left out, the others are not. media/schemas/queries.json says the same to the editor.
 */
export function readQueriesFile(text: string, l10n: L10n): QueriesFile {
  const reading = new FileReading(l10n);

  function readQuery(entry: unknown, path: Path): SavedQuery | undefined {
    const fail = (key: string, message: string) => reading.fail([...path, key], message);
    if (!isObject(entry)) return reading.fail(path, l10n.t('A query is an object with a name and a filter.'));
    const { name, description = '', scope = 'everything', filter, ...others } = entry;
    if (!reading.knowsAll(path, others)) return undefined;
    if (!isName(name)) return fail('name', l10n.t('A query needs a name of at most {0} characters.', LONGEST_NAME));
    if (typeof description !== 'string') return fail('description', l10n.t('A description is a text.'));
    const known = SCOPE_IDS.find((id) => id === scope);
    if (!known) return fail('scope', l10n.t('The scope is one of: {0}.', SCOPE_IDS.join(', ')));
    if (!isObject(filter) || Object.keys(filter).length === 0)
      return fail('filter', l10n.t('A query needs a filter: {0}.', '{"eventName": {"prefix": "Delete"}}'));
    for (const [field, condition] of Object.entries(filter)) {
      const problem = conditionProblem(field, condition, l10n);
      if (problem !== undefined) return reading.fail([...path, 'filter', field], problem);
    }
    return { name, description, filter: readClientFilter(filter), scope: known, at: Number(path.at(-1)) };
  }

  const queries = reading.namedList(text, {
    key: 'queries',
    most: MOST_QUERIES,
    tooMany: l10n.t('There are more than {0} queries; the rest is left out.', MOST_QUERIES),
    taken: (name) => l10n.t('There is another query named {0}.', name),
    read: readQuery,
  });
  return { queries, problems: reading.problems };
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

/** What else stands in the file stays. */
function changed(text: string | undefined, change: (queries: unknown[]) => unknown[]): string {
  const json: unknown = text === undefined ? {} : JSON.parse(text);
  const content = isObject(json) ? json : {};
  const queries = Array.isArray(content.queries) ? content.queries : [];
  return `${JSON.stringify({ ...content, queries: change(queries) }, undefined, 2)}\n`;
}
