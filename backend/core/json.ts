/** What JSON.parse returns, before anything about it is known. Log content is hostile: every read goes through these. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Levels of objects and lists: no service nests its parameters so, and code that calls itself for each level ends there. */
export const MAX_DEPTH = 500;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a key, or an empty one: CloudTrail leaves out, nulls and occasionally mistypes elements. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : EMPTY;
}

/** The non-empty string under a key. */
export function stringAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const EMPTY: JsonObject = Object.freeze({});
