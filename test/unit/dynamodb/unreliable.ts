import { setImmediate } from 'node:timers/promises';
import type { Table } from '../../../backend/dynamodb/table.ts';

/** Requests take turns at random, and some fail for good, before or after they were carried out. */
export function unreliable(table: Table, random: () => number, failures: number): Table {
  async function through<T>(request: () => Promise<T>): Promise<T> {
    while (random() < 0.5) await setImmediate();
    const fate = random();
    if (fate < failures / 2) throw new Error('ThrottlingException');
    const result = await request();
    if (fate < failures) throw new Error('InternalServerError, though it was done');
    return result;
  }
  return {
    get: (...parameters) => through(() => table.get(...parameters)),
    put: (...parameters) => through(() => table.put(...parameters)),
    delete: (...parameters) => through(() => table.delete(...parameters)),
    async *pages(...parameters) {
      while (random() < 0.5) await setImmediate();
      yield* table.pages(...parameters);
    },
  };
}
