import assert from 'node:assert/strict';
import { hashOf, HashTable } from '../../../backend/sqlite/hashTable.ts';

describe('HashTable', () => {
  /** Finds texts as the packer does, with a hash of one's choice. */
  function numberingBy(hash: (text: string) => number) {
    const table = new HashTable();
    const texts: string[] = [];
    return {
      texts,
      of(text: string): number {
        const known = table.find(hash(text), (number) => texts[number] === text);
        if (known >= 0) return known;
        texts.push(text);
        return table.add(hash(text));
      },
      truncate(length: number): void {
        texts.length = length;
        table.truncate(length);
      },
    };
  }

  const texts = Array.from({ length: 5000 }, (_, index) => `text ${index % 3000}`);

  it('numbers things as they come, each once', () => {
    const numbering = numberingBy((text) => hashOf(text));
    assert.deepEqual(
      texts.map((text) => numbering.of(text)),
      texts.map((_, index) => index % 3000),
    );
  });

  it('tells things apart whose hashes are equal', () => {
    const numbering = numberingBy((text) => text.length);
    assert.deepEqual(
      texts.slice(0, 400).map((text) => numbering.of(text)),
      texts.slice(0, 400).map((_, index) => index),
    );
  });

  it('forgets', () => {
    const numbering = numberingBy((text) => hashOf(text));
    for (const text of texts) numbering.of(text);
    numbering.truncate(10);
    assert.deepEqual([numbering.of('text 9'), numbering.of('text 2000'), numbering.of('text 10')], [9, 10, 11]);
  });

  it('hashes several texts as one', () => {
    assert.equal(hashOf('ab', 'c'), hashOf('abc'));
    assert.notEqual(hashOf('abc'), hashOf('abd'));
  });
});
