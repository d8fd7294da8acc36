import type { Place } from '../../../backend/dynamodb/keys.ts';
import type { Range, Table } from '../../../backend/dynamodb/table.ts';

export type Request = 'get' | 'put' | 'delete' | 'pages';

/** Calls something before each request of a table, which waits for it, and is not made where it throws. */
export function beforeEachRequest(
  table: Table,
  before: (request: Request, to: Place | Range) => Promise<void> | void,
): Table {
  return {
    async get(place, options) {
      await before('get', place);
      return table.get(place, options);
    },
    async put(place, attributes, condition) {
      await before('put', place);
      return table.put(place, attributes, condition);
    },
    async delete(place) {
      await before('delete', place);
      return table.delete(place);
    },
    async *pages(range, options) {
      await before('pages', range);
      yield* table.pages(range, options);
    },
  };
}
