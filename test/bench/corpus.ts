import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeSample } from '../../backend/local/writeSample.ts';
import type { SampleOptions } from '../../backend/sample/sampleOptions.ts';
import { cacheFolder } from '../../scripts/vscodeRuntime.ts';

/** The same logs on every machine and day: a function of the seed, ending at a fixed moment. */
const FIXED = { end: new Date('2026-04-01T00:00:00Z'), seed: 7, days: 90 } satisfies SampleOptions;

/** What the benchmarks read. Large files are the best case; 17 records are what a real trail delivers in the median. */
export const CORPORA = {
  large: { ...FIXED, events: 300_000, recordsPerFile: 1000 },
  small: { ...FIXED, events: 300_000, recordsPerFile: 17 },
  /** 120 students with 2,000 events each. */
  class: { ...FIXED, days: 30, users: 120, events: 250_000, recordsPerFile: 1000 },
  million: { ...FIXED, events: 1_000_000, recordsPerFile: 1000 },
} satisfies Record<string, SampleOptions>;

export type CorpusName = keyof typeof CORPORA;

/** The folder of a corpus, written into the cache folder at first use. */
export async function corpus(name: CorpusName): Promise<string> {
  const { events, recordsPerFile, seed } = CORPORA[name];
  const folder = path.join(cacheFolder(), 'bench', `${events}-by-${recordsPerFile}-seed-${seed}`);
  if (existsSync(folder)) return folder;
  console.log(`writing the corpus ${folder}`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await writeSample(unfinished, CORPORA[name]);
  await rename(unfinished, folder);
  return folder;
}
