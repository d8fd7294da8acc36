import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createTrackerApi } from '../core/createTrackerApi.ts';
import { createDynamoStore } from '../dynamodb/dynamoStore.ts';
import { CLIENT_SETTINGS, S3_SETTINGS } from './clientSettings.ts';
import { createQuery } from './createQuery.ts';
import { createRecordReader } from './createRecordReader.ts';
import { readEnvironment } from './environment.ts';
import { createLog } from './jsonLog.ts';
import type { LambdaContext, RestApiEvent } from './lambdaEvents.ts';
import { createObjectReader } from './objectReader.ts';

/** Entry of the function behind the REST API: AWS's clients and the environment. */

/** Put in by scripts/build.ts. */
declare const VERSION: string;

let query: ReturnType<typeof createQuery> | undefined;

/** Clients are made with the first call; their connections serve all that follow. */
export const handler = (event: RestApiEvent, context: LambdaContext) => (query ??= create())(event, context);

function create() {
  const { table, buckets, retentionDays } = readEnvironment(process.env);
  const now = () => Date.now();
  const capacity = { read: 0, write: 0 };
  const api = createTrackerApi({
    store: createDynamoStore({ client: new DynamoDBClient(CLIENT_SETTINGS), table, now, retentionDays, capacity }),
    now,
    version: VERSION,
    readRecord: createRecordReader(createObjectReader(new S3Client(S3_SETTINGS)), buckets),
  });
  return createQuery({ api, capacity, log: createLog((line) => process.stdout.write(line)) });
}
