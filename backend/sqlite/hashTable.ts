/**
 * Finds things by a hash of theirs, in typed arrays. A Map needs a string for each thing that is looked up; to make, hash and
 * keep those takes longer than all else that is done with an event.
 */
export class HashTable {
  /** By slot: number of a thing, plus one; 0 where there is none. */
  private slots = new Uint32Array(1 << 10);
  private readonly hashes: number[] = [];

  /** The number of the thing with this hash that is the same, which `isSame` tells of one by its number; -1 if there is none. */
  find(hash: number, isSame: (number: number) => boolean): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = this.slots[slot]! - 1;
      if (this.hashes[number] === hash && isSame(number)) return number;
    }
    return -1;
  }

  /** Adds a thing; answers its number. They are numbered from 0. */
  add(hash: number): number {
    const number = this.hashes.push(hash) - 1;
    if (2 * number >= this.slots.length) this.rebuild(2 * this.slots.length);
    else this.place(number);
    return number;
  }

  /** Forgets all but the first things. */
  truncate(length: number): void {
    this.hashes.length = length;
    this.rebuild(this.slots.length);
  }

  private rebuild(slots: number): void {
    this.slots = new Uint32Array(slots);
    for (let number = 0; number < this.hashes.length; number++) this.place(number);
  }

  private place(number: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashes[number]! & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = number + 1;
  }
}

/** FNV-1a, of several texts one after the other. */
export function hashOf(...texts: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // Its lowest bits are its weakest.
  return hash ^ (hash >>> 15);
}
