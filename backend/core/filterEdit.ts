import { prefixesOf, type Condition, type EventFilter, type FilterField } from './filter.ts';
import { isObject } from './json.ts';

/** One value of a filter, shown as a chip. */
export interface FilterPart {
  field: FilterField;
  /** How the value is meant: to be equal, to begin with it, or to differ. */
  test: 'is' | 'startsWith' | 'not';
  value: string;
}

const TESTS: readonly unknown[] = ['is', 'startsWith', 'not'] satisfies FilterPart['test'][];

export function isFilterPart(value: unknown): value is FilterPart {
  if (!isObject(value)) return false;
  return typeof value.field === 'string' && typeof value.value === 'string' && TESTS.includes(value.test);
}

/** All values of a filter, in its order. */
export function partsOf(filter: EventFilter): FilterPart[] {
  return Object.entries(filter).flatMap(([field, condition]) => [
    ...(condition?.in ?? []).map((value): FilterPart => ({ field, test: 'is', value })),
    ...prefixesOf(condition ?? {}).map((value): FilterPart => ({ field, test: 'startsWith', value })),
    ...(condition?.not ?? []).map((value): FilterPart => ({ field, test: 'not', value })),
  ]);
}

/** The values of a field that are meant alike, in the filter's order. */
export interface PartGroup {
  field: FilterField;
  test: FilterPart['test'];
  values: string[];
}

export function groupsOf(filter: EventFilter): PartGroup[] {
  const groups: PartGroup[] = [];
  for (const { field, test, value } of partsOf(filter)) {
    const last = groups.at(-1);
    if (last?.field === field && last.test === test) last.values.push(value);
    else groups.push({ field, test, values: [value] });
  }
  return groups;
}

export function hasPart(filter: EventFilter, { field, test, value }: FilterPart): boolean {
  return valuesOf(filter[field], test).includes(value);
}

/** The filter with these values added, or, when it has all of them, without them. */
export function toggle(filter: EventFilter, ...parts: FilterPart[]): EventFilter {
  const remove = parts.every((part) => hasPart(filter, part));
  return parts.reduce(remove ? without : withPart, filter);
}

export function without(filter: EventFilter, { field, test, value }: FilterPart): EventFilter {
  const kept = valuesOf(filter[field], test).filter((other) => other !== value);
  return withValues(filter, field, test, kept);
}

/** The filter with this value as its only one of the field. */
export function only(filter: EventFilter, part: FilterPart): EventFilter {
  return withPart(withoutField(filter, part.field), part);
}

export function withoutField(filter: EventFilter, field: FilterField): EventFilter {
  return Object.fromEntries(Object.entries(filter).filter(([other]) => other !== field));
}

/** The filter with this value added. */
export function withPart(filter: EventFilter, { field, test, value }: FilterPart): EventFilter {
  const values = valuesOf(filter[field], test);
  return values.includes(value) ? filter : withValues(filter, field, test, [...values, value]);
}

function withValues(
  filter: EventFilter,
  field: FilterField,
  test: FilterPart['test'],
  values: readonly string[],
): EventFilter {
  const all = {
    is: valuesOf(filter[field], 'is'),
    startsWith: prefixesOf(filter[field] ?? {}),
    not: valuesOf(filter[field], 'not'),
  };
  all[test] = [...values];
  const condition: Condition = {
    ...(all.is.length > 0 ? { in: all.is } : {}),
    ...(all.startsWith.length > 0 ? { prefix: all.startsWith } : {}),
    ...(all.not.length > 0 ? { not: all.not } : {}),
  };
  if (Object.keys(condition).length === 0) return withoutField(filter, field);
  return { ...filter, [field]: condition };
}

function valuesOf(condition: Condition | undefined, test: FilterPart['test']): string[] {
  if (test === 'startsWith') return prefixesOf(condition ?? {});
  return (test === 'is' ? condition?.in : condition?.not) ?? [];
}
