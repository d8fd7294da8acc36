import assert from 'node:assert/strict';
import { fuzzParser } from '../../fixtures/fuzzParser.ts';
import { fuzzRecords } from '../../fixtures/fuzzRecords.ts';

describe('damaged log files', () => {
  it('are read as far as they can be, and harm nobody (1,500 of them; npm run test:long takes 100,000)', async () => {
    const { outcomes, records, broken } = await fuzzParser(fuzzRecords(), { seed: 1, count: 1_500 });
    // Each kind of end is met, or the damage would teach nothing.
    assert.ok(
      Math.min(...Object.values(outcomes), records - broken, broken) > 10,
      JSON.stringify({ ...outcomes, records, broken }),
    );
  });
});
