import { UserError } from '../core/userError.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import { findLogPrefixes } from './bucketPrefixes.ts';
import { newestDay } from './newestDay.ts';
import type { Aws } from './openAws.ts';

/** Where log files of a trail come to, as keys of the bucket have it: what a trigger can be restricted to. */
export interface TriggerPrefix {
  /** For example AWSLogs/ or o-abc123/AWSLogs/o-abc123/ */
  prefix: string;
  accounts: number;
  /** Of its newest log file, YYYY-MM-DD in UTC. */
  newestDay: string;
}

const DAY = 86_400_000;
/** Days without any log file after which a trail is taken for one that no longer delivers. */
const RECENT = 90;
const AT_ONCE = 4;

/**
 * The prefixes below which log files have come recently, the one with the newest first. Throws a UserError where there is none,
 * which says what there is instead. `now` in milliseconds since 1970. Needs s3:ListBucket.
 */
export async function findTriggerPrefixes(
  aws: Pick<Aws, 's3'>,
  bucket: string,
  now: number,
  signal?: AbortSignal,
): Promise<TriggerPrefix[]> {
  const places = await findLogPrefixes(aws, bucket, signal);
  const all = await inParallel([...new Set(places.map(({ trail }) => trail))], AT_ONCE, async (prefix) => {
    const own = places.filter(({ trail }) => trail === prefix);
    const day = await newestDay(aws, bucket, own.map((each) => each.prefix), signal); // prettier-ignore
    return { prefix, accounts: new Set(own.map(({ account }) => account)).size, newestDay: day ?? '' };
  });
  const oldest = new Date(now - RECENT * DAY).toISOString().slice(0, 10);
  const recent = all.filter((each) => each.newestDay >= oldest);
  if (recent.length === 0) throw new UserError(nothingRecent(bucket, all), { status: 404 });
  return recent.sort((a, b) => (a.newestDay > b.newestDay ? -1 : 1));
}

function nothingRecent(bucket: string, all: readonly TriggerPrefix[]): string {
  const old = all.filter(({ newestDay: day }) => day !== '');
  if (old.length > 0)
    return `No log file has come to ${bucket} for ${RECENT} days, so that a trigger would never fire: ${old.map(({ prefix, newestDay: day }) => `the newest below ${prefix} is of ${day}`).join('; ')}. Look at the trail first.`;
  return `There is no log file in ${bucket} yet: no folder AWSLogs/…/CloudTrail/ with one was found. CloudTrail writes the first one some minutes after a trail is created.`;
}
