import { growableUint32, type Growable } from './growable.ts';

/** The values of one field by key: keys have numbers, and numbers have values. */
export interface Column {
  /** By key. */
  readonly numbers: Growable<Uint32Array>;
  /** By number. In a derived column several numbers may have one value. */
  readonly values: readonly string[];
}

/** A column that keys are added to; each value has one number. */
export class ValueColumn implements Column {
  readonly numbers = growableUint32();
  readonly values: string[] = [];
  private readonly numberByValue = new Map<string, number>();

  numberOf(value: string): number | undefined {
    return this.numberByValue.get(value);
  }

  /** Adds the value of the key that comes next. */
  push(value: string): void {
    let number = this.numberByValue.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.numberByValue.set(value, number);
    }
    this.numbers.push(number);
  }
}

/** A column whose values are a function of another's: evaluated once per value, and without memory per key. */
export function derivedColumn(base: Column, derive: (value: string) => string): Column {
  const values: string[] = [];
  return {
    numbers: base.numbers,
    get values() {
      while (values.length < base.values.length) values.push(derive(base.values[values.length]!));
      return values;
    },
  };
}
