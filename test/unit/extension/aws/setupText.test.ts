import assert from 'node:assert/strict';
import { summaryText } from '../../../../extension/aws/setupText.ts';
import { english } from '../texts.ts';

describe('what is said of a setup', () => {
  it('is how many links are good, and how many are not', () => {
    const links = (...states: ('good' | 'broken' | 'unknown')[]) => states.map((state) => ({ state }));
    assert.equal(summaryText(english, links('good', 'broken', 'good')), '2 good, 1 broken');
    assert.equal(summaryText(english, links('unknown', 'good')), '1 good, 1 could not be looked at');
  });
});
