import type { ActivityKeys } from './activityKeys.ts';
import type { Outcome } from './event.ts';
import type { EventFilter, FilterField } from './filter.ts';
import { outcomeNumber, placeOf } from './slotSums.ts';
import type { Column } from './valueColumn.ts';

/** Stands in for the bucket, and the place, of a key that does not pass the filter. */
export const NONE = -1;

/** Up to this many combinations are looked up in an array, more in a Map. */
const MAX_TABLE = 1 << 22;

/**
 * Numbers what keys are told apart by in one query: a bucket for each combination of values of the fields that it groups by.
 * Computed for all keys at once, column by column: keys are some hundred thousand at most, and a loop over columns
 * costs two nanoseconds a key.
 */
export class KeyBuckets {
  private readonly keys: ActivityKeys;
  private readonly places: Int32Array;
  /** By bucket: one of its keys. */
  private readonly examples: number[] = [];

  /** The fields of the filter and of the grouping must all be key fields. */
  constructor(keys: ActivityKeys, filter: EventFilter, groupBy: readonly FilterField[]) {
    this.keys = keys;
    const buckets = new Int32Array(keys.size);
    const matching = keys.matching(filter);
    for (let key = 0; key < matching.length; key++) if (matching[key] === 0) buckets[key] = NONE;
    let count = 1;
    for (const field of groupBy) count = split(buckets, count, field === 'user' ? keys.users : keys.column(field));
    // From here on the array holds places.
    this.places = buckets;
    const { numbers, values } = keys.column('outcome');
    const outcomes = values.map((outcome) => outcomeNumber(outcome as Outcome));
    for (let key = 0; key < buckets.length; key++) {
      const bucket = buckets[key]!;
      if (bucket === NONE) continue;
      // Buckets are numbered in the order of their first keys.
      if (bucket === this.examples.length) this.examples.push(key);
      this.places[key] = placeOf(bucket, outcomes[numbers.values[key]!]!);
    }
  }

  /** The place (slotSums.ts) of a key's events, or NONE. */
  place(key: number): number {
    return this.places[key]!;
  }

  /** The values of a field in a bucket: of a user its name, kind and home. */
  values(bucket: number, field: FilterField): string[] {
    const key = this.examples[bucket]!;
    if (field !== 'user') return [this.keys.value(key, field)];
    const { name, kind, home } = this.keys.userOf(key);
    return [name, kind, home];
  }
}

/** Splits the buckets of keys by the values of a column; answers how many there are then. */
function split(byKey: Int32Array, buckets: number, { numbers: { values: numbers }, values }: Column): number {
  const distinct = new Map<string, number>();
  const valueOf = Uint32Array.from(values, (value) => {
    if (!distinct.has(value)) distinct.set(value, distinct.size);
    return distinct.get(value)!;
  });
  const combinations = buckets * distinct.size;
  const table = combinations <= MAX_TABLE ? new Uint32Array(combinations) : undefined;
  const map = new Map<number, number>();
  let next = 0;
  for (let key = 0; key < byKey.length; key++) {
    const bucket = byKey[key]!;
    if (bucket === NONE) continue;
    const combination = bucket * distinct.size + valueOf[numbers[key]!]!;
    // In the table 0 means "none yet".
    let joined = table ? table[combination]! - 1 : (map.get(combination) ?? -1);
    if (joined < 0) {
      joined = next++;
      if (table) table[combination] = joined + 1;
      else map.set(combination, joined);
    }
    byKey[key] = joined;
  }
  return next;
}
