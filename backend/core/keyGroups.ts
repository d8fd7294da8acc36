import type { ActivityKeys } from './activityKeys.ts';
import type { FilterField } from './filter.ts';
import type { Column } from './valueColumn.ts';

/** Numbers the groups that keys fall into when they are grouped by some key fields. */
export class KeyGroups {
  private readonly keys: ActivityKeys;
  private readonly columns: Column[];
  private readonly pairs: Map<number, number>[];
  /** By key; only of keys that were asked for. */
  private readonly groups: number[] = [];
  /** By group: one of its keys. */
  private readonly examples: number[] = [];

  constructor(keys: ActivityKeys, fields: readonly FilterField[]) {
    this.keys = keys;
    this.columns = fields.map((field) => (field === 'user' ? keys.users : keys.column(field)));
    this.pairs = this.columns.map(() => new Map<number, number>());
  }

  of(key: number): number {
    return this.groups[key] ?? this.find(key);
  }

  /** The values of a field in a group: of a user its name, kind and home. */
  values(group: number, field: FilterField): string[] {
    const key = this.examples[group]!;
    if (field !== 'user') return [this.keys.value(key, field)];
    const { name, kind, home } = this.keys.userOf(key);
    return [name, kind, home];
  }

  /** Joins the columns one by one, so that numbers stay small however many there are. */
  private find(key: number): number {
    let group = 0;
    this.columns.forEach((column, index) => {
      const pairs = this.pairs[index]!;
      const pair = group * column.values.length + column.at(key);
      const known = pairs.get(pair);
      group = known ?? pairs.size;
      if (known === undefined) pairs.set(pair, group);
    });
    this.groups[key] = group;
    this.examples[group] ??= key;
    return group;
  }
}
