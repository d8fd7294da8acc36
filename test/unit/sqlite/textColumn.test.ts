import assert from 'node:assert/strict';
import { TextBuilder, textReader } from '../../../backend/sqlite/textColumn.ts';

describe('TextBuilder', () => {
  const table: [what: string, texts: string[]][] = [
    ['ASCII', ['one', '', 'three', 'x'.repeat(100_000)]],
    ['two bytes', ['Zoë', '', 'plain', 'é'.repeat(70_000)]],
    ['beyond UTF-16', ['\u{1f600}', 'a\u{1f600}b', '\uffee']],
    ['none', []],
  ];
  for (const [what, texts] of table) {
    it(`gives back what it was given: ${what}`, () => {
      const builder = new TextBuilder();
      for (const text of texts) builder.add(text);
      const order = [...texts.keys()].reverse();
      const read = textReader(builder.take(order));
      assert.deepEqual(
        order.map((_, index) => read(index)),
        texts.toReversed(),
      );
      assert.deepEqual(
        texts.map((_, index) => builder.at(index)),
        texts,
      );
    });
  }

  it('forgets', () => {
    const builder = new TextBuilder();
    for (const text of ['a', 'b', 'c']) builder.add(text);
    builder.truncate(1);
    builder.add('d');
    const read = textReader(builder.take([0, 1]));
    assert.deepEqual([read(0), read(1)], ['a', 'd']);
  });
});
