import { UserError } from '../core/userError.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import type { DynamoStore } from '../dynamodb/dynamoStore.ts';
import { createFileIngest, type FileIngestOptions } from './createFileIngest.ts';
import { startDeadline, untilAborted } from './deadline.ts';
import { errorDetails, type LogEntry } from './jsonLog.ts';
import type { LambdaContext, SqsBatchResponse, SqsEvent, SqsMessage } from './lambdaEvents.ts';
import { objectsIn } from './objectsIn.ts';

export interface IngestOptions extends FileIngestOptions {
  store: FileIngestOptions['store'] & Pick<DynamoStore, 'sumUp'>;
  /** The only buckets that are read. A file is the same whichever of them it comes through. */
  buckets: readonly string[];
}

/** Most files are small, and settling one is mostly waiting. */
const MESSAGES_AT_ONCE = 4;
/** Of files larger than this, in bytes as stored, only one at a time is in memory. */
const SMALL = 1 << 20;

/** Milliseconds before the function's time-out: with less than this left, no other file is begun; */
const NO_NEW_FILE = 20_000;
/** files that are under way are broken off, so that they are reported and not killed; */
const BREAK_OFF = 5_000;
/** and nobody waits any more for their names to be noted. */
const ANSWER = 1_000;

/**
 * The handler of the queue: stores the events of the log files that its messages name. A message stays in the queue until all
 * its files are settled; a file that can never be settled takes only its own message to the dead-letter queue.
 */
export function createIngest(
  options: IngestOptions,
): (event: SqsEvent, context: LambdaContext) => Promise<SqsBatchResponse> {
  const { store, buckets, log } = options;
  const ingestFile = createFileIngest(options);

  return async (event, context) => {
    const { awsRequestId: requestId } = context;
    const remaining = context.getRemainingTimeInMillis();
    const breakOff = startDeadline(remaining - BREAK_OFF);
    const answer = startDeadline(remaining - ANSWER);
    const alone = oneByOne();
    let begun = 0;

    /** Whether all files of a message are settled. */
    async function settle({ body, attributes }: SqsMessage): Promise<boolean> {
      const isRepeated = Number(attributes.ApproximateReceiveCount) > 1;
      let all = true;
      for (const object of objectsIn(body)) {
        if (!buckets.includes(object.bucket))
          throw new UserError(
            `The message names an object of ${object.bucket}; this tracker reads ${buckets.join(' and ')} only.`,
          );
        const ingest = async () => {
          // The first is begun in any case: with a time-out as short as that, none would ever be.
          const isLate = begun++ > 0 && context.getRemainingTimeInMillis() < NO_NEW_FILE;
          if (!isLate) return ingestFile(object, { isRepeated, requestId, signal: breakOff.signal });
          log({ level: 'warn', message: 'postponed', file: object.key, requestId });
          return false;
        };
        const isSmall = object.size !== undefined && object.size <= SMALL;
        all = (await (isSmall ? ingest() : alone(ingest))) && all;
      }
      return all;
    }

    try {
      const settled = await inParallel(event.Records, MESSAGES_AT_ONCE, (message) =>
        untilAborted(settle(message), answer.signal).catch((error: unknown) => {
          const entry: LogEntry = { level: 'error', message: 'failed', messageId: message.messageId, requestId };
          log({ ...entry, ...errorDetails(error) });
          return false;
        }),
      );
      if (context.getRemainingTimeInMillis() > NO_NEW_FILE) await sumUp(breakOff.signal, requestId);
      const failed = event.Records.filter((_, index) => !settled[index]);
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } finally {
      breakOff.clear();
      answer.clear();
    }
  };

  /** Once an hour, whoever comes first makes the summaries. They are a cache, so that no message fails with them. */
  async function sumUp(signal: AbortSignal, requestId: string): Promise<void> {
    try {
      await untilAborted(store.sumUp(signal), signal);
    } catch (error) {
      log({ level: 'warn', message: 'not summed up', requestId, ...errorDetails(error) });
    }
  }
}

/** Does one after the other what it is given. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined); // Whoever asked for it is told.
    return result;
  };
}
