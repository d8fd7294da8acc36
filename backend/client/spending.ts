import { AsyncLocalStorage } from 'node:async_hooks';
import type { Units } from './createRestClient.ts';

/** What questions have cost. Whoever wants to know has one of these counted up. */
export interface Spending extends Units {
  /** Questions. */
  asked: number;
  /** Those that were not asked of the tracker, because it had just answered them: they cost nothing. */
  kept: number;
  /** Answers of the tracker that did not say what they have consumed. */
  untold: number;
}

export interface SpendingMeter {
  /** Asks a question, or several, and counts all that comes of it. */
  measure<T>(spending: Spending, ask: () => Promise<T>): Promise<T>;
  /** To be told of each question that was answered from what was kept, and of each answer that came. */
  kept(): void;
  came(units: Units | undefined): void;
}

export function noSpending(): Spending {
  return { asked: 0, kept: 0, untold: 0, read: 0, write: 0 };
}

/**
 * Tells whose question an answer belongs to, though several are under way and each passes through layers that know nothing of it.
 * An answer that several wait for is paid for by the first of them.
 */
export function createSpendingMeter(): SpendingMeter {
  const whose = new AsyncLocalStorage<Spending>();
  return {
    measure(spending, ask) {
      return whose.run(spending, ask);
    },
    kept() {
      const spending = whose.getStore();
      if (!spending) return;
      spending.asked++;
      spending.kept++;
    },
    came(units) {
      const spending = whose.getStore();
      if (!spending) return;
      spending.asked++;
      if (!units) spending.untold++;
      spending.read += units?.read ?? 0;
      spending.write += units?.write ?? 0;
    },
  };
}
