import type { ActivityField } from './activity.ts';
import { resolveAttribute } from './attributes.ts';
import { both, COUNTED_FIELDS, isCountedField, type EventFilter } from './filter.ts';
import { readList } from './listParameter.ts';
import { oneValue, readFilter } from './savedFilter.ts';
import type { ActivityRequest, EventsRequest, PeriodRequest, UsersRequest } from './trackerApi.ts';
import { UserError } from './userError.ts';

/** Query strings to requests and back. What is malformed, unknown or repeated is a UserError (400) that names the parameter. */

const PERIOD = ['from', 'to', 'tz'] as const;
/** Plain parameters, each a shorthand for a condition of the filter. */
const PLAIN = COUNTED_FIELDS;
/** Of these an empty value means the events that have none. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['home', 'account', 'region', 'errorCode']);
/** The predecessor's documents say `param` and `value`, its portal and its Swagger file `params` and `values`. */
const NAMES = ['param', 'params'] as const;
const VALUES = ['value', 'values'] as const;
const REPEATABLE: ReadonlySet<string> = new Set([...NAMES, ...VALUES]);
const FILTER = [...PLAIN, ...NAMES, ...VALUES, 'filter'] as const;

/** The parameters of a query string (without its question mark). Strict about percent-encoding, which URLSearchParams is not. */
export function readQuery(text: string): URLSearchParams {
  // One question mark it takes for the query's own: whatever begins with one keeps it.
  const parse = (part: string) => new URLSearchParams(`?${part}`);
  for (const pair of text.split('&')) {
    try {
      decodeURIComponent(pair);
    } catch (cause) {
      const [parameter] = parse(pair).keys();
      throw new UserError(`${parameter} is not percent-encoded UTF-8. A percent sign is written %25.`, {
        parameter,
        cause,
      });
    }
  }
  return parse(text);
}

export function eventsRequest(query: URLSearchParams): EventsRequest {
  refuseOthers(query, [...PERIOD, ...FILTER, 'limit', 'cursor', 'count']);
  return {
    ...periodAndFilter(query),
    ...part('limit', limitOf(query)),
    ...part('cursor', one(query, 'cursor')),
    ...part('count', countOf(query)),
  };
}

export function activityRequest(query: URLSearchParams): ActivityRequest {
  refuseOthers(query, [...PERIOD, ...FILTER, 'groupBy']);
  const groupBy = one(query, 'groupBy');
  return {
    ...periodAndFilter(query),
    ...part('groupBy', groupBy === undefined ? undefined : readList(groupBy, 'groupBy')),
  };
}

export function usersRequest(query: URLSearchParams): UsersRequest {
  refuseOthers(query, ['kind', 'account']);
  return { ...part('kind', one(query, 'kind')), ...part('account', one(query, 'account')) };
}

export function periodRequest(query: URLSearchParams): PeriodRequest {
  refuseOthers(query, PERIOD);
  return periodIn(query);
}

/** The request of a route that takes no parameters. */
export function emptyRequest(query: URLSearchParams): object {
  refuseOthers(query, []);
  return {};
}

/** The query string of a request: what the functions above read back from it equals the request. */
export function toQuery(request: EventsRequest & { groupBy?: ActivityField[] } & UsersRequest): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of [...PERIOD, 'kind', 'account', 'limit', 'cursor', 'count'] as const) {
    if (request[name] !== undefined) query.set(name, String(request[name]));
  }
  if (request.groupBy?.length) query.set('groupBy', request.groupBy.join(','));
  if (request.filter) query.set('filter', JSON.stringify(request.filter));
  return query;
}

function refuseOthers(query: URLSearchParams, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (!known.includes(name)) {
      const offer = known.length > 0 ? `Known are: ${known.join(', ')}.` : 'This route has none.';
      throw new UserError(`${JSON.stringify(name)} is no parameter of this route. ${offer}`, { parameter: name });
    }
    if (!REPEATABLE.has(name) && query.getAll(name).length > 1)
      throw new UserError(`${name} is given more than once.`, { parameter: name });
  }
}

function periodAndFilter(query: URLSearchParams): PeriodRequest & { filter?: EventFilter } {
  const filters = [savedFilter(query), ...PLAIN.map((name) => plainFilter(query, name)), ...parameterFilters(query)];
  const given = filters.filter((each) => each !== undefined);
  if (given.filter(({ resources }) => resources).length > 1) {
    // An event touches several resources, and no filter says "this one and that one too".
    const { parameter } = itemsOf(query, NAMES);
    throw new UserError('Only one condition on resources can be given.', { parameter });
  }
  const filter = given.length > 0 ? given.reduce(both) : undefined;
  return { ...periodIn(query), ...part('filter', filter) };
}

function periodIn(query: URLSearchParams): PeriodRequest {
  return {
    ...part('from', one(query, 'from')),
    ...part('to', one(query, 'to')),
    ...part('tz', one(query, 'tz')),
  };
}

function savedFilter(query: URLSearchParams): EventFilter | undefined {
  const text = one(query, 'filter');
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`filter is not JSON: ${(cause as Error).message}.`, { parameter: 'filter', cause });
  }
  return readFilter(json);
}

function plainFilter(query: URLSearchParams, name: (typeof PLAIN)[number]): EventFilter | undefined {
  const value = one(query, name);
  if (value === undefined) return undefined;
  if (value === '' && !MAY_BE_EMPTY.has(name)) throw new UserError(`${name} is empty.`, { parameter: name });
  if (name !== 'eventName' || !value.endsWith('*')) return oneValue(name, value, name);
  // Every name begins with nothing, so a star alone asks for all of them.
  return value === '*' ? undefined : { eventName: { prefix: value.slice(0, -1) } };
}

/** `param` and `value`, in the order in which they stand: the first value belongs to the first name. */
function parameterFilters(query: URLSearchParams): EventFilter[] {
  const names = itemsOf(query, NAMES);
  const values = itemsOf(query, VALUES);
  if (names.items.length !== values.items.length) {
    throw new UserError(
      `There must be as many values as names: ${count(names.items, 'name')}, ${count(values.items, 'value')}.`,
      {
        parameter: values.items.length > 0 && names.items.length === 0 ? names.parameter : values.parameter,
      },
    );
  }
  return names.items.map((name, index) => {
    const field = resolveAttribute(name) ?? (isCountedField(name) ? name : undefined);
    if (!field) {
      throw new UserError(`${JSON.stringify(name)} is no attribute. /parameters lists them.`, {
        parameter: names.parameter,
      });
    }
    return oneValue(field, values.items[index]!, values.parameter);
  });
}

function itemsOf(query: URLSearchParams, spellings: readonly [string, string]): { parameter: string; items: string[] } {
  const given = [...query].filter(([name]) => spellings.includes(name));
  return { parameter: given[0]?.[0] ?? spellings[0], items: given.flatMap(([name, text]) => readList(text, name)) };
}

function limitOf(query: URLSearchParams): number | undefined {
  const text = one(query, 'limit');
  // The API refuses what is not a number, together with what is out of bounds.
  return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : NaN;
}

function countOf(query: URLSearchParams): boolean | undefined {
  const text = one(query, 'count')?.toLowerCase();
  if (text === undefined) return undefined;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new UserError('count is true or false.', { parameter: 'count' });
}

function one(query: URLSearchParams, name: string): string | undefined {
  return query.get(name) ?? undefined;
}

/** A request holds only what was given. */
function part<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

function count(items: unknown[], noun: string): string {
  return `${items.length} ${noun}${items.length === 1 ? '' : 's'}`;
}
