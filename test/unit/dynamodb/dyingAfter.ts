import type { Table } from '../../../backend/dynamodb/table.ts';
import { beforeEachRequest } from './beforeEachRequest.ts';

export class Crash extends Error {}

/** Lets so many requests through; what comes after them never arrives, as of a process that has died. */
export function dyingAfter(table: Table, requests: number): Table {
  let left = requests;
  return beforeEachRequest(table, () => {
    if (left-- <= 0) throw new Crash('the process has died');
  });
}
