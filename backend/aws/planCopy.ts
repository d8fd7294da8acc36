import { listLogObjects, type LogSelection } from './logObjects.ts';
import type { Aws } from './openAws.ts';

export interface CopyPlan {
  files: number;
  bytes: number;
  /** Requests for lists and for files. */
  lists: number;
  gets: number;
  /** Dollars, estimated at the list prices of us-east-1. */
  dollars: number;
  /** The newest day with files, YYYY-MM-DD. */
  newest?: string;
}

/** Dollars at list prices of us-east-1: a request for a list, one for a file, a byte that leaves AWS. */
const LIST = 0.005 / 1000;
const GET = 0.0004 / 1000;
const BYTE = 0.09 / 1e9;

/** What it takes to copy the log files of chosen places and days: counted by listing them once. */
export async function planCopy(aws: Pick<Aws, 's3'>, selection: LogSelection, signal?: AbortSignal): Promise<CopyPlan> {
  const plan: CopyPlan = { files: 0, bytes: 0, lists: 0, gets: 0, dollars: 0 };
  // Once for this plan, and once when the files are copied.
  const onRequest = () => (plan.lists += 2);
  for await (const { day, objects } of listLogObjects(aws, { ...selection, onRequest }, signal)) {
    plan.newest ??= day;
    plan.files += objects.length;
    plan.bytes += objects.reduce((sum, { size }) => sum + size, 0);
  }
  plan.gets = plan.files;
  plan.dollars = plan.lists * LIST + plan.gets * GET + plan.bytes * BYTE;
  return plan;
}
