import assert from 'node:assert/strict';
import { checkQuestions } from '../property/checkQuestions.ts';
import { MALFORMED } from '../property/checkMalformed.ts';
import { useWorldOnDynalite } from '../property/useWorldOnDynalite.ts';

const SEED = 7;

describe('the REST API, asked at random (npm run test:long asks more)', function () {
  this.timeout(120_000);

  for (const world of [1, 2])
    it(`answers as a naive model does, on both back ends (events ${world})`, async () => {
      const met = await checkQuestions(world, { seed: SEED, runs: 120 });
      // Each kind of answer is met, or the comparison would teach nothing.
      for (const kind of ['list', 'number', 'nothing', '400', '404'])
        assert.ok((met[kind] ?? 0) > 2, JSON.stringify(met));
    });

  describe('wrongly', () => {
    const world = useWorldOnDynalite();
    for (const [what, check] of Object.entries(MALFORMED)) it(what, () => check(world(), { seed: SEED, runs: 120 }));
  });
});
