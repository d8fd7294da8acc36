import { apiOf } from './askTracker.ts';
import { openLocalAws, type OpenLocalAws } from './localAws.ts';
import { CORPORA } from './logFiles.ts';
import { usageOf } from './measure.ts';
import { lastHours } from './questions.ts';

/** How often everything happens. */
const TIMES = 10;

export interface Repetition {
  times: number;
  /** Read units of a chart over a week, where everything happens once, and where it happens so many times. */
  once: number;
  often: number;
}

/** What a chart costs where the same people do the same things at the same times, and each of them again and again. */
export async function compareRepetition(): Promise<Repetition> {
  const aws = await openLocalAws();
  try {
    const sample = CORPORA['10,000 in 14 days'];
    await aws.service.fill({ table: 'once', sample });
    await aws.service.fill({ table: 'often', sample, times: TIMES });
    return { times: TIMES, once: await costOf(aws, 'once'), often: await costOf(aws, 'often') };
  } finally {
    await aws.close();
  }
}

async function costOf(aws: OpenLocalAws, table: string): Promise<number> {
  const api = apiOf({ aws, table });
  const ask = () => api.activity({ ...lastHours(7 * 24), groupBy: ['day', 'service'] });
  // Sums that are made at the first time are no part of what it costs from then on.
  await ask();
  return (await usageOf(aws.service, ask)).readUnits;
}
