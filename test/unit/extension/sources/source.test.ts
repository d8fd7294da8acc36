import assert from 'node:assert/strict';
import { createSource } from '../../../../extension/sources/source.ts';

describe('createSource', () => {
  for (const [roots, name] of [
    [['/logs/class'], 'class'],
    [['/logs/class/'], 'class'],
    [['/logs/class/AWSLogs'], 'class'],
    [['/logs/a/AWSLogs', '/logs/b/AWSLogs'], 'logs'],
    [['/logs/a', '/logs/ab'], 'logs'],
    [['/logs/one.json.gz'], 'one.json.gz'],
    [['/'], '/'],
  ] as const) {
    it(`names ${roots.join(' and ')} ${name}`, () => assert.equal(createSource('folder', roots).name, name));
  }

  it('is the same source for the same folders in any order', () => {
    assert.equal(createSource('folder', ['/a', '/b']).id, createSource('folder', ['/b', '/a/', '/b']).id);
    assert.notEqual(createSource('folder', ['/a']).id, createSource('folder', ['/a', '/b']).id);
  });
});
