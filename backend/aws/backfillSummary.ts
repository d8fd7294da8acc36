import type { FileReason } from '../core/eventStore.ts';
import type { TrackerStatus } from '../core/trackerApi.ts';
import type { BackfillStart } from './backfillStart.ts';
import { failingIn, followQueue, type FollowOptions } from './followQueue.ts';
import type { Journal } from './journal.ts';
import type { Aws } from './openAws.ts';

/**
 * What became of the files of a backfill. The numbers are differences of the tracker's status, so files that the trail delivers
 * meanwhile count too, and the numbers of a backfill that was broken off and gone on with are those of all its runs; which files
 * failed is told file by file.
 */
export interface BackfillSummary {
  /** When the first run of it began, in milliseconds since 1970. */
  began: number;
  /** Files that were announced to the tracker, in this run and in those that it goes on. */
  announced: number;
  /** Files that were read, those that had been read before, and those that are no log files. */
  read: number;
  known: number;
  skipped: number;
  /** Records of the files that were read: records = stored + duplicates + dropped + broken. */
  records: number;
  stored: number;
  duplicates: number;
  dropped: number;
  broken: number;
  /** Files that were rejected or that the tracker could not read yet, and those that could not be sent. */
  failed: FileReason[];
}

interface Following extends Omit<FollowOptions, 'before'> {
  start: BackfillStart;
  journal: Journal;
  /** Those that could not be sent. */
  unsent?: readonly FileReason[];
}

/**
 * Follows the queue until all that was announced is settled, and says what became of it. Needs sqs:GetQueueAttributes and
 * execute-api:Invoke.
 */
export async function followToEnd(
  aws: Pick<Aws, 'sqs'>,
  { start, journal, unsent, ...following }: Following,
): Promise<BackfillSummary> {
  const after = await followQueue(aws, { ...following, before: start.numbers });
  journal.end();
  return summaryOf({ ...following, start, after, unsent });
}

interface SummaryOptions extends Pick<Following, 'start' | 'announced' | 'isOurs' | 'unsent'> {
  after: TrackerStatus;
}

function summaryOf({ start, after, announced, isOurs, unsent = [] }: SummaryOptions): BackfillSummary {
  const grown = (name: 'files' | 'skipped' | 'records' | 'events' | 'duplicates' | 'dropped' | 'broken') =>
    Math.max(0, after[name] - start.numbers[name]);
  const failing = failingIn(after, isOurs);
  return {
    began: start.time,
    announced,
    read: grown('files'),
    known: Math.max(0, announced - grown('files') - grown('skipped') - failing.length),
    skipped: grown('skipped'),
    records: grown('records'),
    stored: grown('events'),
    duplicates: grown('duplicates'),
    dropped: grown('dropped'),
    broken: grown('broken'),
    failed: [...unsent, ...failing],
  };
}
