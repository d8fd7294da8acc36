import fc from 'fast-check';
import { COUNTED_FIELDS, type Condition } from '../../backend/core/filter.ts';
import { isActivity, isPaged, singleValue, type FieldCondition, type Moment, type Question } from './question.ts';

/** Makes of a question one of the many calls that mean it. `choose` picks one of so many ways, from 0. */
export type Choose = (ways: number) => number;

/** A choice for each time that one is to be made; the simplest way is the first, so that failures shrink to it. */
export const choices: fc.Arbitrary<Choose> = fc.array(fc.nat({ max: 1_000 }), { minLength: 60, maxLength: 60 }).map((numbers) => {
  let at = 0;
  return (ways) => numbers[at++ % numbers.length]! % ways;
}); // prettier-ignore

/** Of these an empty plain parameter means the events that have none. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['home', 'account', 'region', 'errorCode']);
const COUNTED: ReadonlySet<string> = new Set(COUNTED_FIELDS);
/** Other names of a field. */
const ALIASES: Readonly<Record<string, string>> = {
  user: 'userIdentity_userName',
  region: 'awsRegion',
  requestParameters_instanceId: 'instanceId',
};

export function spell(question: Question, choose: Choose): string {
  const { route, of, limit, count, groupBy, tz } = question;
  const paths = {
    scan: '/scan',
    activity: '/activity',
    user: `/users/${encode(of, choose)}`,
    userActivity: `/users/${encode(of, choose)}/activity`,
    service: `/services/${encode(of, choose)}`,
  };
  const parameters = shuffled([...filterParameters(question.conditions, choose)], choose);
  const add = (name: string, value: string | undefined) => {
    // Before or after the others: nothing depends on where it stands.
    if (value !== undefined) parameters[choose(2) ? 'unshift' : 'push']([[name, value]]);
  };
  add('from', spellMoment(question.from, choose));
  add('to', spellMoment(question.to, choose));
  add('tz', tz);
  if (isActivity(route)) add('groupBy', groupBy.length > 0 ? spellList(groupBy, choose) : undefined);
  else if (count) add('count', ['true', '1', 'True', 'TRUE'][choose(4)]);
  else if (choose(4) === 1) add('count', ['false', '0', 'False'][choose(3)]);
  if (isPaged(question)) add('limit', limit === undefined ? undefined : ['', '00'][choose(2)]! + String(limit));
  const query = parameters.flat().map(([name, value]) => `${encode(name, choose)}=${encode(value, choose, true)}`);
  return `${paths[route]}${choose(8) === 1 ? '/' : ''}?${query.join('&')}`;
}

/** Each inner list stays together in its order. */
type Parameters = [name: string, value: string][];

function filterParameters(conditions: readonly FieldCondition[], choose: Choose): Parameters[] {
  const saved: Record<string, Condition> = {};
  const plain = new Map<string, string>();
  const pairs: [name: string, value: string][] = [];
  // What only a filter can say comes first, so that its place there is free.
  const inOrder = [...conditions].sort(
    (a, b) => Number(singleValue(a) !== undefined) - Number(singleValue(b) !== undefined),
  );
  for (const { field, condition } of inOrder) {
    const single = singleValue({ field, condition });
    const way = choose(3);
    // The forms differ in what they can say; what one cannot, another can.
    if (way === 1 && single !== undefined && canBePlain(field, single) && !plain.has(field))
      plain.set(field, spellValue(field, single, choose));
    else if (way === 1 && isNamePrefix(field, condition) && !plain.has(field))
      plain.set(field, `${String(condition.prefix)}*`);
    else if (way !== 0 && single !== undefined) pairs.push([aliasOf(field, choose), spellValue(field, single, choose)]);
    else {
      const name = nameIn(saved, field, choose);
      if (name !== undefined) saved[name] = spellCondition(field, condition, choose);
      else pairs.push([field, single!]);
    }
  }
  return [
    ...(Object.keys(saved).length > 0 || choose(6) === 1 ? [[['filter', JSON.stringify(saved)]] as Parameters] : []),
    ...[...plain].map((pair): Parameters => [pair]),
    ...(pairs.length > 0 ? [spellPairs(pairs, choose)] : []),
  ];
}

function canBePlain(field: string, value: string): boolean {
  return COUNTED.has(field) && (value !== '' || MAY_BE_EMPTY.has(field)) && !(field === 'eventName' && value.endsWith('*')); // prettier-ignore
}

function isNamePrefix(field: string, condition: Condition): boolean {
  return field === 'eventName' && Object.keys(condition).length === 1 && typeof condition.prefix === 'string';
}

/** Under which name a field can go into a filter that has these already. */
function nameIn(saved: Readonly<Record<string, unknown>>, field: string, choose: Choose): string | undefined {
  const names = [aliasOf(field, choose), field, ALIASES[field]];
  return names.find((name) => name !== undefined && !Object.hasOwn(saved, name));
}

function aliasOf(field: string, choose: Choose): string {
  return choose(3) === 1 ? (ALIASES[field] ?? field) : field;
}

function spellCondition(field: string, condition: Condition, choose: Choose): Condition {
  const each = (values: string[] | undefined) => values && values.map((value) => spellValue(field, value, choose));
  const { prefix } = condition;
  const spelt = {
    in: each(condition.in),
    not: each(condition.not),
    prefix: typeof prefix === 'string' && choose(2) ? [prefix] : prefix,
  };
  return Object.fromEntries(Object.entries(spelt).filter(([, values]) => values !== undefined));
}

function spellValue(field: string, value: string, choose: Choose): string {
  const way = choose(3);
  if (field === 'service' && way === 1 && /^[a-z0-9]+$/.test(value)) return `${value}.amazonaws.com`;
  if (field === 'readOnly' && way === 1) return value.toUpperCase();
  return value;
}

/** In one parameter or several, in any of the spellings. */
function spellPairs(pairs: Parameters, choose: Choose): Parameters {
  const name = ['param', 'params'][choose(2)]!;
  const value = ['value', 'values'][choose(2)]!;
  const [names, values] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
  if (choose(2)) return names.flatMap((each, at) => [[name, each], [value, spellList([values[at]!], choose)]] as Parameters); // prettier-ignore
  return [[name, spellList(names, choose)], [value, spellList(values, choose)]]; // prettier-ignore
}

/** What stands in a list without quotes must not look like anything else. */
const BARE = /^[^\s,'"[\]\\](?:[^,[\]\\]*[^\s,[\]\\])?$/u;

function spellList(items: readonly string[], choose: Choose): string {
  const way = choose(4);
  if (way < 2 && items.every((item) => BARE.test(item))) return way ? `[${items.join(', ')}]` : items.join(',');
  const quote = way === 2 ? '"' : "'";
  return `[${items.map((item) => quote + item.replace(/['"\\]/g, '\\$&') + quote).join(way ? ',' : ' , ')}]`;
}

function spellMoment(moment: Moment | undefined, choose: Choose): string | undefined {
  if (typeof moment !== 'number') return moment;
  const iso = new Date(moment).toISOString();
  const fits = moment % 1000 === 0;
  const shifted = (minutes: number) => new Date(moment + minutes * 60_000).toISOString().slice(0, -1);
  return [
    iso,
    fits ? `${iso.slice(0, 19)}Z` : iso.replace('Z', '000z'),
    iso.slice(0, -1),
    moment % 60_000 === 0 ? iso.slice(0, 16) : iso.replace('T', ' '),
    `${shifted(345)}+05:45`,
    `${shifted(-210)}-0330`,
    `${shifted(120)}+02`,
    // As an offset arrives whose plus was not escaped.
    `${shifted(120)} 02:00`,
  ][choose(8)];
}

/** Percent-encoded as little as must be, as usual, or wholly; in a query a space may be a plus. */
function encode(text: string, choose: Choose, isQuery = false): string {
  const usual = encodeURIComponent(text.toWellFormed());
  const way = choose(4);
  if (way === 1) return Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  if (way === 2 && isQuery) return usual.replaceAll('%20', '+').replace(/%(3A|2C|5B|5D|27|7B|7D)/g, decodeURIComponent);
  return usual;
}

function shuffled<T>(items: T[], choose: Choose): T[] {
  return items.map((item) => ({ item, place: choose(97) })).sort((a, b) => a.place - b.place).map(({ item }) => item); // prettier-ignore
}
