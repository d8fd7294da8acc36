import type { RecordLocation } from '../core/eventStore.ts';
import type { JsonObject } from '../core/json.ts';
import { readRecord } from '../core/readRecord.ts';
import { UserError } from '../core/userError.ts';
import type { ObjectReader } from './objectReader.ts';

/**
 * Reads whole records back from their log files, in the first of the buckets that has them: a file that was uploaded bears the key
 * that the trail gave it, so that it is found in the trail's bucket where that still has it. Throws a UserError (404) where the
 * file has expired everywhere, was archived or no longer holds the record.
 */
export function createRecordReader(
  s3: ObjectReader,
  buckets: readonly string[],
): (location: RecordLocation, signal?: AbortSignal) => Promise<JsonObject> {
  return async ({ file, position }, signal) => {
    let missing: unknown;
    for (const bucket of buckets) {
      try {
        const { chunks } = await s3.open(bucket, file, signal);
        return await readRecord(file, chunks, position);
      } catch (error) {
        if (!(error instanceof UserError) || error.status !== 404) throw error;
        missing ??= error;
      }
    }
    throw missing;
  };
}
