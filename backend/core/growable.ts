type Column = Uint16Array | Uint32Array;

/** A column that grows: by doubling, so that adding costs the same however long it is. */
export class Growable<C extends Column> {
  private values: C;
  private readonly create: (length: number) => C;

  constructor(create: (length: number) => C) {
    this.create = create;
    this.values = create(1024);
  }

  at(index: number): number {
    return this.values[index]!;
  }

  slice(from: number, to: number): C {
    return this.values.subarray(from, to) as C;
  }

  set(from: number, values: C): void {
    const length = from + values.length;
    if (length > this.values.length) {
      const longer = this.create(Math.max(length, 2 * this.values.length));
      longer.set(this.values);
      this.values = longer;
    }
    this.values.set(values, from);
  }
}
