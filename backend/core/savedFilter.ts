import { ATTRIBUTES, resolveAttribute } from './attributes.ts';
import { OUTCOMES, USER_KINDS } from './event.ts';
import { both, isCountedField, type Condition, type CountedField, type EventFilter } from './filter.ts';
import { isObject } from './json.ts';
import { serviceOf } from './service.ts';
import { UserError } from './userError.ts';

/**
 * Reads the JSON of a saved query, `{field: {in: […], not: […], prefix: …}, …}`, and puts it in the form that the counters
 * can answer. Strict: what it does not know is a UserError (400) that says what and where, and names `parameter`.
 */
export function readFilter(json: unknown, parameter = 'filter'): EventFilter {
  const fail = (message: string) => new UserError(message, { parameter });
  if (!isObject(json)) throw fail('A filter is an object: {"field": {"in": ["value"]}}.');
  let filter: EventFilter = {};
  for (const [name, content] of Object.entries(json)) {
    if (content === undefined) continue;
    const field = fieldOf(name);
    if (!field)
      throw fail(`${JSON.stringify(name)} is no field that can be filtered on. /parameters lists the attributes.`);
    filter = both(filter, normalised(field, readCondition(name, content, fail), parameter));
  }
  return filter;
}

/** The filter of one field and one value, as plain parameters have it. Throws a UserError (400) for a value that the field cannot have. */
export function oneValue(field: string, value: string, parameter: string): EventFilter {
  return normalised(field, { in: [value] }, parameter);
}

/** In a filter a name stands for itself; only a name that is no attribute is taken as the bare name of a parameter. */
function fieldOf(name: string): string | undefined {
  return isCountedField(name) || ATTRIBUTES.includes(name) ? name : resolveAttribute(name);
}

/** Throws what `fail` makes of what is wrong. */
export function readCondition(field: string, content: unknown, fail: (message: string) => UserError): Condition {
  if (!isObject(content)) throw fail(`The condition of ${field} must be an object with "in", "not" or "prefix".`);
  const condition: Condition = {};
  for (const [key, values] of Object.entries(content)) {
    if (values === undefined) continue;
    if (key !== 'in' && key !== 'not' && key !== 'prefix') {
      throw fail(
        `The condition of ${field} has an unknown key ${JSON.stringify(key)}: "in", "not" and "prefix" are known.`,
      );
    }
    if (isStrings(values)) condition[key] = values;
    else if (key === 'prefix' && typeof values === 'string') condition[key] = values;
    else
      throw fail(
        `"${key}" of ${field} must be ${key === 'prefix' ? 'a string or a list of strings' : 'a list of strings'}.`,
      );
  }
  return condition;
}

/** Attributes that the counters know by another name. */
const COUNTED_NAMES: Readonly<Record<string, CountedField>> = {
  userIdentity_userName: 'user',
  eventSource: 'service',
  awsRegion: 'region',
};

/** The values of fields that have only a few. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  kind: USER_KINDS,
  outcome: OUTCOMES,
  readOnly: ['true', 'false'],
};

function normalised(name: string, condition: Condition, parameter: string): EventFilter {
  const field = countedName(name, condition);
  const spell =
    field === 'service'
      ? serviceOf
      : field === 'readOnly'
        ? (value: string) => value.toLowerCase()
        : (value: string) => value;
  const result: Condition = { ...condition };
  if (condition.in) result.in = condition.in.map(spell);
  if (condition.not) result.not = condition.not.map(spell);
  const known = Object.hasOwn(CLOSED, field) ? CLOSED[field] : undefined;
  const unknown = known && [...(result.in ?? []), ...(result.not ?? [])].find((value) => !known.includes(value));
  if (known && unknown !== undefined) {
    throw new UserError(`${name} cannot be ${JSON.stringify(unknown)}. It is one of: ${known.join(', ')}.`, {
      parameter,
    });
  }
  return Object.keys(result).length > 0 ? { [field]: result } : {};
}

/** A prefix of an event source ("ec2.a") is none of a service, so that such a question stays one about the attribute. */
function countedName(name: string, condition: Condition): string {
  if (name === 'eventSource' && condition.prefix !== undefined) return name;
  return Object.hasOwn(COUNTED_NAMES, name) ? COUNTED_NAMES[name]! : name;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
