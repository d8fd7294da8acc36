import { expectedDay } from './expectedDay.ts';
import { PRICES } from './prices.ts';

/** Compressed bytes of a record in log files of a busy account; in small files they are more. So the cost is rather too high. */
const BYTES_PER_RECORD = 150;

export interface BackfillSize {
  files: number;
  /** Compressed. */
  bytes: number;
  /** Requests that put or list objects. */
  puts: number;
}

/** Dollars, once, if every record is stored: what the tracker drops costs next to nothing. */
export function backfillCost({ files, bytes, puts }: BackfillSize): number {
  const records = bytes / BYTES_PER_RECORD;
  const { writeUnits, ingestReadUnits, objectsRead, messages, gigabyteSeconds, logBytes } = expectedDay(
    { files, records, stored: records },
    0,
    0,
  );
  const millions =
    writeUnits * PRICES.writeUnits +
    ingestReadUnits * PRICES.readUnits +
    objectsRead * PRICES.s3Gets +
    puts * PRICES.s3Puts +
    3 * messages * PRICES.sqsRequests +
    messages * PRICES.lambdaCalls +
    gigabyteSeconds * PRICES.lambdaGigabyteSeconds;
  return millions / 1e6 + (logBytes / 2 ** 30) * PRICES.logs;
}
