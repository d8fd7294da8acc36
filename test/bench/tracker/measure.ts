import { median, quantile } from '../statistics.ts';
import { requestsOf, usageSince, type Usage } from './capacity.ts';
import type { LocalAws } from './serverWorker.ts';

/** What a question costs that was asked before. */
export interface Measured {
  requests: number;
  readUnits: number;
  median: number;
  p95: number;
}

/** Slow questions are asked less often, but never less than this. */
const LEAST = 5;
const MOST = 20;
const MOST_MILLISECONDS = 5_000;

/** `ask` answers how long it took, where that is not the time that passes. */
export async function measure(service: Pick<LocalAws, 'usage'>, ask: () => Promise<unknown>): Promise<Measured> {
  let last = await usageOf(service, ask);
  const times: number[] = [];
  let spent = 0;
  while (times.length < LEAST || (times.length < MOST && spent < MOST_MILLISECONDS)) {
    last = await usageOf(service, async () => {
      const begin = performance.now();
      const told = await ask();
      const passed = performance.now() - begin;
      spent += passed;
      times.push(typeof told === 'number' ? told : passed);
    });
  }
  return {
    requests: requestsOf(last),
    readUnits: last.readUnits,
    median: median(times),
    p95: quantile(times, 0.95),
  };
}

export async function usageOf(service: Pick<LocalAws, 'usage'>, work: () => Promise<unknown>): Promise<Usage> {
  const before = await service.usage({});
  await work();
  return usageSince(before, await service.usage({}));
}
