import { inParallel } from '../dynamodb/inParallel.ts';
import { daysOf } from './logObjects.ts';
import type { Aws } from './openAws.ts';

const AT_ONCE = 16;
/** Each costs six requests. */
const MOST_PREFIXES = 200;

/** The newest day with log files below some prefixes, YYYY-MM-DD; undefined where there are none. */
export async function newestDay(
  aws: Pick<Aws, 's3'>,
  bucket: string,
  prefixes: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const some = prefixes.slice(0, MOST_PREFIXES);
  const days = await inParallel(some, AT_ONCE, (prefix) => daysOf(aws, bucket, prefix, signal));
  return days
    .flatMap((each) => (each ? [each.last] : []))
    .sort()
    .at(-1);
}
