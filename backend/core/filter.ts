import type { TrackerEvent } from './event.ts';
import { serviceOf } from './service.ts';

/** The fields that the activity counters know: a question about nothing else costs no look at events. */
export const COUNTED_FIELDS = [
  'user',
  'kind',
  'home',
  'service',
  'eventName',
  'account',
  'region',
  'outcome',
  'errorCode',
  'readOnly',
] as const;
export type CountedField = (typeof COUNTED_FIELDS)[number];

/** A counted field, or the flattened name of any stored attribute (attributes.ts). */
export type FilterField = CountedField | (string & {});

/** What a value must be: one of `in` or with one of the prefixes (if either is given), and none of `not`. Compared as strings, case-sensitive. */
export interface Condition {
  in?: string[];
  prefix?: string | string[];
  not?: string[];
}

/** Conditions by field, all of which must hold. A saved query, a preset and a lab task are such filters. */
export type EventFilter = { [field in FilterField]?: Condition };

const COUNTED: ReadonlySet<string> = new Set(COUNTED_FIELDS);

export function isCountedField(field: string): field is CountedField {
  return COUNTED.has(field);
}

/** Whether values of this field are accounts: the one of the event, and the one that its user lives in. */
export function isAccountField(field: string): field is 'account' | 'home' {
  return field === 'account' || field === 'home';
}

/**
 * A field of the client's filters alone, which no tracker knows: users by the name of a group. The client asks for its members instead
 * (extension/classes/groupedApi.ts), so such a question costs what one about users costs.
 */
export const GROUP = 'group';

/** Whether the counters can answer a question with this filter. */
export function isCountedFilter(filter: EventFilter): boolean {
  return Object.keys(filter).every(isCounted);
}

/** The conditions of a filter that the counters know: whatever passes the filter passes these. */
export function countedPart(filter: EventFilter): EventFilter {
  return Object.fromEntries(Object.entries(filter).filter(([field]) => isCounted(field)));
}

function isCounted(field: string): boolean {
  return field === GROUP || isCountedField(field);
}

/** The value of a counted field of an event, as a string; '' where the event has none. */
export function countedValue(event: TrackerEvent, field: CountedField): string {
  switch (field) {
    case 'user':
      return event.userIdentity_userName;
    case 'service':
      return serviceOf(event.eventSource);
    case 'region':
      return event.awsRegion;
    case 'errorCode':
      return event.errorCode ?? '';
    case 'readOnly':
      return String(event.readOnly);
    case 'kind':
    case 'home':
    case 'eventName':
    case 'account':
    case 'outcome':
      return event[field];
  }
}

/** The values of any filter field of an event: none where it lacks the attribute, several for `resources`. */
export function fieldValues(event: TrackerEvent, field: FilterField): string[] {
  if (isCountedField(field)) return [countedValue(event, field)];
  const value = (event as unknown as Record<string, string | boolean | string[] | undefined>)[field];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

/** Whether one value meets a condition. */
export function meets(value: string, condition: Condition): boolean {
  if (condition.not?.includes(value)) return false;
  if (!condition.in && condition.prefix === undefined) return true;
  return (condition.in?.includes(value) ?? false) || prefixesOf(condition).some((prefix) => value.startsWith(prefix));
}

/** Whether an event passes a filter. With several values (resources) one must meet `in`/`prefix`, and none may be in `not`. */
export function matches(event: TrackerEvent, filter: EventFilter): boolean {
  return Object.entries(filter).every(([field, condition]) => {
    if (!condition) return true;
    const values = fieldValues(event, field);
    if (values.some((value) => condition.not?.includes(value))) return false;
    if (!condition.in && condition.prefix === undefined) return true;
    return values.some((value) => meets(value, condition));
  });
}

export function prefixesOf(condition: Condition): string[] {
  if (condition.prefix === undefined) return [];
  return typeof condition.prefix === 'string' ? [condition.prefix] : condition.prefix;
}

/**
 * Both filters at once. Conditions on the same field are intersected; on `resources`, which has several values, one and
 * the same value must then meet both.
 */
export function both(a: EventFilter, b: EventFilter): EventFilter {
  const merged: EventFilter = { ...a };
  for (const [field, condition] of Object.entries(b)) {
    const other = merged[field];
    merged[field] = other && condition ? intersect(other, condition) : condition;
  }
  return merged;
}

function intersect(a: Condition, b: Condition): Condition {
  const not = [...(a.not ?? []), ...(b.not ?? [])];
  const withNot = (condition: Condition): Condition => (not.length > 0 ? { ...condition, not } : condition);
  const bounded = (condition: Condition) => condition.in !== undefined || condition.prefix !== undefined;
  if (!bounded(a)) return withNot({ ...b, not: undefined });
  if (!bounded(b)) return withNot({ ...a, not: undefined });
  const positive = (condition: Condition): Condition => ({ in: condition.in, prefix: condition.prefix });
  const kept = [
    ...(a.in ?? []).filter((value) => meets(value, positive(b))),
    ...(b.in ?? []).filter((value) => meets(value, positive(a))),
  ];
  const prefixes = [
    ...prefixesOf(a).filter((prefix) => prefixesOf(b).some((other) => prefix.startsWith(other))),
    ...prefixesOf(b).filter((prefix) => prefixesOf(a).some((other) => prefix.startsWith(other))),
  ];
  return withNot({ in: [...new Set(kept)], ...(prefixes.length > 0 ? { prefix: [...new Set(prefixes)] } : {}) });
}
