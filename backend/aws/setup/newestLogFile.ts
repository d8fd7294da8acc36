import { readLogFileName } from '../../core/logFile.ts';
import { findLogPrefixes } from '../bucketPrefixes.ts';
import { listLogObjects, type LogObject } from '../logObjects.ts';
import { newestDay } from '../newestDay.ts';
import type { Aws } from '../openAws.ts';

/** A log file of CloudTrail's in the bucket. */
export interface NewestFile extends LogObject {
  /** YYYY-MM-DDTHH:MM:SSZ, from its name. */
  delivered: string;
}

/**
 * The log file that CloudTrail delivered last below a prefix, digests and the like left aside; undefined where there is none. Needs
 * s3:ListBucket.
 */
export async function newestLogFile(
  aws: Pick<Aws, 's3'>,
  bucket: string,
  signal?: AbortSignal,
  within = '',
): Promise<NewestFile | undefined> {
  const places = await findLogPrefixes(aws, bucket, signal);
  const prefixes = places.map(({ prefix }) => prefix).filter((prefix) => prefix.startsWith(within));
  const day = await newestDay(aws, bucket, prefixes, signal);
  if (day === undefined) return undefined;
  let newest: NewestFile | undefined;
  for await (const { objects } of listLogObjects(aws, { bucket, prefixes, from: day, to: day }, signal)) {
    for (const object of objects) {
      const delivered = readLogFileName(object.key).delivered ?? '';
      if (newest === undefined || delivered > newest.delivered) newest = { ...object, delivered };
    }
  }
  return newest;
}
