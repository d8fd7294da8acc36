import assert from 'node:assert/strict';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { createTrackerApi } from '../../backend/core/createTrackerApi.ts';
import { dropSettingsText, type DropSettings } from '../../backend/core/dropRule.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { DynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import type { Capacity } from '../../backend/dynamodb/table.ts';
import { createIngest } from '../../backend/lambda/createIngest.ts';
import { createQuery } from '../../backend/lambda/createQuery.ts';
import { createRecordReader } from '../../backend/lambda/createRecordReader.ts';
import type { LogEntry } from '../../backend/lambda/jsonLog.ts';
import type { ObjectReader } from '../../backend/lambda/objectReader.ts';
import { listLogFiles, newestFirst } from '../../backend/local/listLogFiles.ts';
import { s3Event } from '../fixtures/notifications.ts';
import { restApiEvent } from '../fixtures/restApiEvent.ts';
import { ALL } from './facts.ts';
import type { Ask } from './wholeAnswer.ts';

export interface DeployedOptions {
  /** Folders that together are the bucket: a key is a path below its folder. */
  roots: readonly string[];
  drop: DropSettings;
  /** Opens the tracker's table, once for each function. */
  openStore(settings?: string): DynamoStore;
  /** Where the store of the query function, which is opened without settings, counts what it consumes. */
  capacity?: Capacity;
}

const BUCKET = 'trail';
const CONTEXT = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 120_000 };

/** How often the queue hands over a message before it goes to the dead-letter queue. */
const RECEIVES = 2;

/**
 * The deployed half without AWS: both functions over one table and a bucket that lies in folders, all of whose log files have arrived.
 * Answers what asks it, in the name of whoever has this ARN.
 */
export async function openDeployed({
  roots,
  drop,
  openStore,
  capacity,
}: DeployedOptions): Promise<(target: string, userArn?: string) => ReturnType<Ask>> {
  const files = await filesByKey(roots);
  const s3 = bucketOf(files);
  const now = () => Date.now();

  const query = createQuery({
    api: createTrackerApi({ store: openStore(), now, version: '1.2.3', readRecord: createRecordReader(s3, [BUCKET]) }),
    log: (entry) => console.error(entry),
    capacity,
  });
  const ask = async (target: string, userArn?: string) => {
    const { statusCode, headers, body } = await query(restApiEvent(target, {}, userArn), CONTEXT);
    return { status: statusCode, headers, body };
  };

  const failures: LogEntry[] = [];
  const ingest = createIngest({
    store: openStore(dropSettingsText(drop)),
    s3,
    buckets: [BUCKET],
    now,
    log: (entry) => entry.level === 'error' && failures.push(entry),
    dropSettings: drop,
  });
  // One after the other and in the embedded index's order: who comes first owns an event that two files deliver.
  const keys = [...files.keys()];
  for (const [at, key] of keys.entries()) {
    await deliver(key);
    // What is summed up now has to be summed up anew.
    if (at === keys.length >> 1) for (const target of [`/activity?${ALL}&groupBy=user`, '/status']) await ask(target);
  }
  for (const { message, ...more } of failures) assert.equal(message, 'rejected', JSON.stringify(more));
  return ask;

  /** As the queue does, until the file is settled. */
  async function deliver(key: string): Promise<void> {
    const body = JSON.stringify(s3Event({ bucket: BUCKET, key, size: statSync(files.get(key)!).size }));
    for (let receives = 1, failed = true; failed && receives <= RECEIVES; receives++) {
      const message = { messageId: key, body, attributes: { ApproximateReceiveCount: String(receives) } };
      failed = (await ingest({ Records: [message] }, CONTEXT)).batchItemFailures.length > 0;
    }
  }
}

/** Paths of the log files by their keys, in the order in which the embedded index reads them. */
async function filesByKey(roots: readonly string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { name } of newestFirst((await listLogFiles(roots)).files)) {
    const root = roots.find((folder) => name.startsWith(folder + path.sep))!;
    const key = path.relative(root, name).replaceAll(path.sep, '/');
    assert.ok(!files.has(key), `${key} lies in two folders`);
    files.set(key, name);
  }
  return files;
}

function bucketOf(files: ReadonlyMap<string, string>): ObjectReader {
  return {
    open: async (bucket, key, signal) => {
      const file = files.get(key);
      if (bucket !== BUCKET || file === undefined) throw new UserError(`There is no ${key}.`, { status: 404 });
      const { size, mtimeMs } = statSync(file);
      return { size, modified: Math.floor(mtimeMs / 1000) * 1000, chunks: createReadStream(file, { signal }) };
    },
  };
}
