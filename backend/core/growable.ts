/** A column of numbers that grows: by doubling, so that adding costs the same however long it is. */
export class Growable<C extends Uint16Array | Uint32Array> {
  /** The numbers, and room for more. Another array after it has grown. */
  values: C;
  length = 0;
  private readonly create: (length: number) => C;

  constructor(create: (length: number) => C) {
    this.create = create;
    this.values = create(256);
  }

  push(value: number): void {
    this.reserve(this.length + 1);
    this.values[this.length++] = value;
  }

  /** Writes from an index on, and makes the column that long if it is shorter. */
  set(from: number, values: C): void {
    const end = from + values.length;
    this.reserve(end);
    this.values.set(values, from);
    this.length = Math.max(this.length, end);
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    const longer = this.create(Math.max(length, 2 * this.values.length));
    longer.set(this.values);
    this.values = longer;
  }
}

export function growableUint32(): Growable<Uint32Array> {
  return new Growable<Uint32Array>((length) => new Uint32Array(length));
}

export function growableUint16(): Growable<Uint16Array> {
  return new Growable<Uint16Array>((length) => new Uint16Array(length));
}
