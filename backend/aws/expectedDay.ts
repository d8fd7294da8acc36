import type { TrackerDay } from './bill.ts';

/** What a trail delivers on a day, and what a tracker stores of it. */
export interface DayOfTrail {
  files: number;
  records: number;
  /** Those that no rule drops. */
  stored: number;
}

/** Looks at all views on a day, by all who have it open: an assumption, said with the estimate. */
export const LOOKS = 100;

/** Bytes in the table for an event, its share of the rows and of what DynamoDB adds. */
const BYTES_PER_EVENT = 550;
/** Of one kept for ever, what lies there after so many days is charged. */
const FIRST_YEAR = 365;
/** Calls of the API for all views, opened. */
const CALLS = 12;

/**
 * What a tracker does on such a day, from what the benchmark measured (test/bench/tracker): a write unit and a tenth for an event and
 * one for a file; a look at seven days reads what they hold. `retention` in days, 0 for ever.
 */
export function expectedDay({ files, records, stored }: DayOfTrail, retention: number, looks = LOOKS): TrackerDay {
  return {
    writeUnits: 1.1 * stored + files,
    ingestReadUnits: 1.5 * files,
    queryReadUnits: looks * (75 + 0.09 * stored),
    objectsRead: files,
    messages: files,
    apiCalls: looks * CALLS,
    gigabyteSeconds: 0.12 * files + 0.0005 * records + looks * (0.3 + 0.00006 * stored),
    logBytes: 700 * files,
    storedBytes: (retention || FIRST_YEAR) * stored * BYTES_PER_EVENT,
  };
}
