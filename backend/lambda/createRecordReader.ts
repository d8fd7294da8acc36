import type { JsonObject } from '../core/json.ts';
import { readRecord, type WantedRecord } from '../core/readRecord.ts';
import { UserError } from '../core/userError.ts';
import type { ObjectReader } from './objectReader.ts';

/**
 * Reads whole records back from their log files, in the first of the buckets that has them: a file that was uploaded bears the key
 * that the trail gave it, so that it is found in the trail's bucket where that still has it. Throws a UserError (404) where the
 * file has expired everywhere, was archived or no longer holds the record: each bucket may have another file by that name.
 */
export function createRecordReader(
  s3: ObjectReader,
  buckets: readonly string[],
): (wanted: WantedRecord, signal?: AbortSignal) => Promise<JsonObject> {
  return async (wanted, signal) => {
    let missing: unknown;
    for (const bucket of buckets) {
      try {
        const { chunks } = await s3.open(bucket, wanted.file, signal);
        return await readRecord(wanted, chunks);
      } catch (error) {
        if (!(error instanceof UserError) || error.status !== 404) throw error;
        missing ??= error;
      }
    }
    throw missing;
  };
}
