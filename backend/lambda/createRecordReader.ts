import type { RecordLocation } from '../core/eventStore.ts';
import type { JsonObject } from '../core/json.ts';
import { readRecord } from '../core/readRecord.ts';
import type { ObjectReader } from './objectReader.ts';

/**
 * Reads whole records back from their log files in the bucket. Throws a UserError (404) where the file has expired, was archived
 * or no longer holds the record.
 */
export function createRecordReader(
  s3: ObjectReader,
  bucket: string,
): (location: RecordLocation, signal?: AbortSignal) => Promise<JsonObject> {
  return async ({ file, position }, signal) => {
    const { chunks } = await s3.open(bucket, file, signal);
    return readRecord(file, chunks, position);
  };
}
