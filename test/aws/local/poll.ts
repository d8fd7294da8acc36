import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until the answer is true; an error tells for what it has waited in vain. The limit is in milliseconds. */
export async function poll(what: string, isTrue: () => Promise<boolean>, limit: number): Promise<void> {
  const end = Date.now() + limit;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Within ${limit / 1000} s it did not come true that ${what}.`);
    await delay(50);
  }
}
