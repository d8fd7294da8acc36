import { fuzzParser } from '../fixtures/fuzzParser.ts';
import { fuzzRecords } from '../fixtures/fuzzRecords.ts';

/** FUZZ_SEED and FUZZ_FROM replay a failure. */
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const from = Number(process.env['FUZZ_FROM'] ?? 0);
const count = Number(process.env['FUZZ_COUNT'] ?? 100_000);

describe(`${count.toLocaleString('en')} damaged log files`, () => {
  it('are read as far as they can be, and harm nobody', async function () {
    this.timeout(3_600_000);
    const records = fuzzRecords();
    const { outcomes, slowest, ...rest } = await fuzzParser(records, { seed, from, count });
    console.log({ ...outcomes, ...rest, slowest, peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024) });
  });
});
