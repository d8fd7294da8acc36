import assert from 'node:assert/strict';
import { compareVersions, type VersionOrder } from '../../../../extension/sources/trackerVersion.ts';

describe('compareVersions', () => {
  const cases: [tracker: string, extension: string, order: VersionOrder][] = [
    ['0.1.0', '0.1.0', 'same'],
    ['0.1.0', '0.2.0', 'older'],
    ['0.10.0', '0.9.9', 'newer'],
    ['1.0.0', '0.9.9', 'newer'],
    ['0.1', '0.1.1', 'older'],
    ['0.1.0-rc.1', '0.1.0', 'same'],
    ['', '0.1.0', 'older'],
  ];
  for (const [tracker, extension, order] of cases) {
    it(`finds a tracker ${tracker} ${order} for ${extension}`, () =>
      assert.equal(compareVersions(tracker, extension), order));
  }
});
