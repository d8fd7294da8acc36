import assert from 'node:assert/strict';
import { textPlaces } from '../../../../extension/workspaceFiles/textPlaces.ts';

const text = `{
  "other": [1, {"queries": "no"}, "a, b]"],
  "queries": [
    {"name": "first \\"one\\"", "filter": {}},
    {"name": "second", "filter": {"user": {"in": ["x", "y"]}, "odd": null}}
  ],
  "empty": []
}`;

describe('places in a text', () => {
  for (const [path, found] of [
    [['queries', 0, 'name'], '"first \\"one\\""'],
    [['queries', 1, 'filter', 'user', 'in', 1], '"y"'],
    [['queries', 1, 'filter', 'user'], '{"in": ["x", "y"]}'],
    [['queries', 1, 'filter', 'odd'], 'null'],
    [['other', 1, 'queries'], '"no"'],
    [['queries', 0], '{"name": "first \\"one\\"", "filter": {}}'],
    // What is not there is shown where it is missing.
    [['queries', 0, 'scope'], '{"name": "first \\"one\\"", "filter": {}}'],
    [['queries', 1, 'filter', 'user', 'in', 2], '["x", "y"]'],
    [['empty', 0], '[]'],
    [['name'], text],
    [[], text],
  ] as const) {
    it(`finds ${path.join('.') || 'all'}`, () => {
      const { start, end } = textPlaces(text)(path);
      assert.equal(text.slice(start, end), found);
    });
  }

  it('finds something in any text that is JSON', () => {
    for (const odd of ['7', '""', '[]', '{}', 'null', ' [[[]]] ']) {
      const { start, end } = textPlaces(odd)(['queries', 3, 'name']);
      assert.equal(odd.slice(start, end), odd.trim());
    }
  });
});
