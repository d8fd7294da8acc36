/** The values of one field, each once, and by key the number of its own. */
export interface Column {
  /** By number. */
  readonly values: readonly string[];
  /** The number of a key's value. */
  at(key: number): number;
}

/** A column that keys are added to. */
export class ValueColumn implements Column {
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly byKey: number[] = [];

  at(key: number): number {
    return this.byKey[key]!;
  }

  numberOf(value: string): number | undefined {
    return this.numbers.get(value);
  }

  push(value: string): void {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.numbers.set(value, number);
    }
    this.byKey.push(number);
  }
}

/** A column whose values are a function of another's: it is evaluated once per value, and takes no memory per key. */
export function derivedColumn(base: Column, derive: (value: string) => string): Column {
  const derived = new ValueColumn();
  let done = 0;
  function catchUp(): void {
    for (; done < base.values.length; done++) derived.push(derive(base.values[done]!));
  }
  return {
    get values() {
      catchUp();
      return derived.values;
    },
    at(key) {
      const number = base.at(key);
      if (number >= done) catchUp();
      return derived.at(number);
    },
  };
}
