/** Texts of a batch, as UTF-8 one after the other, and where each begins and ends. */
export interface TextColumn {
  bytes: Uint8Array;
  begin: Uint32Array;
  end: Uint32Array;
}

/** Collects texts as bytes at once, because a hundred thousand small strings that live a while cost the garbage collector more than they are worth. */
export class TextBuilder {
  private buffer = Buffer.allocUnsafeSlow(1 << 16);
  private readonly ends: number[] = [0];

  add(text: string): void {
    const begin = this.ends.at(-1)!;
    // UTF-8 takes at most three bytes per unit of UTF-16.
    const room = begin + 3 * text.length;
    if (room > this.buffer.length) {
      const longer = Buffer.allocUnsafeSlow(2 * room);
      this.buffer.copy(longer, 0, 0, begin);
      this.buffer = longer;
    }
    this.ends.push(begin + this.buffer.write(text, begin));
  }

  /** Forgets all but the first texts. */
  truncate(length: number): void {
    this.ends.length = length + 1;
  }

  at(index: number): string {
    return this.buffer.toString('utf8', this.ends[index], this.ends[index + 1]);
  }

  /** The texts, named in another order. */
  take(order: readonly number[]): TextColumn {
    const [begin, end] = [new Uint32Array(order.length), new Uint32Array(order.length)];
    for (let index = 0; index < order.length; index++) {
      begin[index] = this.ends[order[index]!]!;
      end[index] = this.ends[order[index]! + 1]!;
    }
    return { bytes: this.buffer.subarray(0, this.ends.at(-1)), begin, end };
  }
}

/** Reads the texts of a column by their index. */
export function textReader({ bytes, begin, end }: TextColumn): (index: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const all = buffer.toString('utf8');
  // In ASCII, which is the rule, bytes are characters, and cutting one string costs a tenth of decoding many.
  if (all.length === bytes.length) return (index) => all.slice(begin[index], end[index]);
  return (index) => buffer.toString('utf8', begin[index], end[index]);
}
