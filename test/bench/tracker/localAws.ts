import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Worker } from 'node:worker_threads';
import { CLIENT_SETTINGS } from '../../../backend/lambda/clientSettings.ts';
import { createClient } from '../../../backend/local/rpc.ts';
import type { LocalAws } from './serverWorker.ts';

/**
 * Milliseconds. The thread that answers shares the machine with whoever asks, and may compute for many seconds: the functions'
 * own time-outs are for AWS, which answers within milliseconds.
 */
const PATIENCE = 300_000;

/** No real credentials. */
const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };

/** For a process that makes its own clients: nothing of it can reach AWS. */
export function environmentFor(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

export interface OpenLocalAws {
  service: LocalAws;
  url: string;
  client: DynamoDBClient;
  close(): Promise<void>;
}

export async function openLocalAws(): Promise<OpenLocalAws> {
  const worker = new Worker(new URL('./serverWorker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 12_000 },
  });
  const methods = ['url', 'fill', 'usage', 'putObject'] as const;
  const { service, fail } = createClient<LocalAws, object>(worker, methods, {});
  worker.on('error', fail);
  const url = await service.url({});
  const client = new DynamoDBClient({
    ...CLIENT_SETTINGS,
    requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: PATIENCE, socketTimeout: PATIENCE },
    endpoint: url,
    region: 'us-east-1',
    credentials: CREDENTIALS,
  });
  return {
    ...{ service, url, client },
    async close() {
      client.destroy();
      await worker.terminate();
    },
  };
}
