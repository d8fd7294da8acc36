import { isObject } from '../../backend/core/json.ts';
import type { Memory } from '../sources/sourceList.ts';
import type { OrganizationNames } from './accountNames.ts';

const KEY = 'organizations';

/** What AWS Organizations has told, as it was kept. */
export function keptOrganizations(memory: Memory): OrganizationNames[] {
  const kept = memory.get(KEY);
  return Array.isArray(kept) ? kept.filter(isOrganization) : [];
}

/** Keeps the names of an organization, in place of those that were loaded of it before. Numbers and names: no secret. */
export async function keepOrganization(memory: Memory, loaded: OrganizationNames): Promise<void> {
  const others = keptOrganizations(memory).filter(({ organization }) => organization !== loaded.organization);
  await memory.update(KEY, [...others, loaded]);
}

export async function forgetOrganizations(memory: Memory): Promise<void> {
  await memory.update(KEY, undefined);
}

function isOrganization(value: unknown): value is OrganizationNames {
  if (!isObject(value)) return false;
  const { organization, names, time, by } = value;
  return [organization, time, by].every((text) => typeof text === 'string') && isObject(names);
}
