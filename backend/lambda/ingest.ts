import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { dropSettingsText, parseDropSettings } from '../core/dropRule.ts';
import { createDynamoStore } from '../dynamodb/dynamoStore.ts';
import { CLIENT_SETTINGS, S3_SETTINGS } from './clientSettings.ts';
import { createIngest } from './createIngest.ts';
import { readEnvironment } from './environment.ts';
import { createLog } from './jsonLog.ts';
import type { LambdaContext, SqsEvent } from './lambdaEvents.ts';
import { createObjectReader } from './objectReader.ts';

/** Entry of the function that takes the queue's messages: AWS's clients and the environment. */

let ingest: ReturnType<typeof createIngest> | undefined;

/** Clients are made with the first batch; their connections serve all that follow. */
export const handler = (event: SqsEvent, context: LambdaContext) => (ingest ??= create())(event, context);

function create() {
  const { table, buckets, retentionDays } = readEnvironment(process.env);
  const dropSettings = parseDropSettings(process.env['DROP_SETTINGS'] || 'default');
  const now = () => Date.now();
  return createIngest({
    store: createDynamoStore({
      client: new DynamoDBClient(CLIENT_SETTINGS),
      table,
      now,
      retentionDays,
      settings: dropSettingsText(dropSettings),
    }),
    s3: createObjectReader(new S3Client(S3_SETTINGS)),
    buckets,
    now,
    log: createLog((line) => process.stdout.write(line)),
    dropSettings,
    retentionDays,
  });
}
