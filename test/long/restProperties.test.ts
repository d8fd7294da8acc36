import { MALFORMED } from '../property/checkMalformed.ts';
import { checkQuestions } from '../property/checkQuestions.ts';
import { useWorldOnDynalite } from '../property/useWorldOnDynalite.ts';

/** REST_SEED, REST_WORLD and REST_PATH (fast-check's), as a failure prints them, replay it. */
const seed = Number(process.env['REST_SEED'] ?? 1);
const path = process.env['REST_PATH'];
const count = Number(process.env['REST_COUNT'] ?? 10_000);
const world = process.env['REST_WORLD'];
const worlds = world === undefined ? Array.from({ length: 20 }, (_, at) => at + 1) : [Number(world)];

describe(`${count.toLocaleString('en')} random questions to the REST API`, () => {
  for (const each of worlds)
    it(`are answered as a naive model does, on both back ends (REST_WORLD=${each} REST_SEED=${seed})`, async () => {
      console.log(await checkQuestions(each, { seed, path, runs: Math.ceil(count / worlds.length) }));
    });
});

describe(`${count.toLocaleString('en')} malformed calls of the REST API, of each kind`, () => {
  const world = useWorldOnDynalite();
  for (const [what, check] of Object.entries(MALFORMED))
    it(`${what} (REST_SEED=${seed})`, () => check(world(), { seed, path, runs: count }));
});
