import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDynalite } from '../../fixtures/dynalite.ts';
import { openApiGateway } from './apiGateway.ts';
import type { Call } from './call.ts';
import { openFrontDoor, type FrontDoor } from './frontDoor.ts';
import { iamUsers, type IamUsers } from './iamUsers.ts';
import { localKeys, type LocalKey } from './keys.ts';
import { mirrorTables } from './mirrorTable.ts';
import { startMoto } from './moto.ts';
import { CREDENTIALS, REGION } from './names.ts';
import { openRecorder } from './recorder.ts';

export { ACCOUNT, CREDENTIALS, REGION } from './names.ts';

/**
 * An AWS on 127.0.0.1: moto with functions that run (server.py), dynalite in the place of moto's DynamoDB, which is slow and
 * lax, and API Gateway. What is deployed on it runs: a log file put into the bucket arrives at the REST API.
 */
export interface LocalAws {
  /** Where all is but the functions' tables. */
  url: string;
  /** Where AWS is, for processes that are started: with it they reach nothing else. */
  environment: NodeJS.ProcessEnv;
  /** An empty folder that goes when the local AWS does. */
  folder: string;
  apiGateway: APIGatewayClient;
  cloudFormation: CloudFormationClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
  s3: S3Client;
  sqs: SQSClient;
  /** Where the functions' tables are. */
  dynamo: DynamoDBClient;
  /** Where CloudFormation makes its tables, which stay empty: see mirrorTables. */
  templateDynamo: DynamoDBClient;
  /** AWS as the extension sees it. */
  front: FrontDoor;
  /** Where a deployed REST API is served. */
  apiUrl(apiId: string, stage: string): string;
  /** The keys of KMS that functions are refused by, by their ARNs. */
  keys: Map<string, LocalKey>;
  /** IAM users whose policies the REST APIs go by. */
  users: IamUsers;
  /** What the functions have called so far. */
  calls: Call[];
  /** What failed so far, as text. */
  log(): string;
  close(): Promise<void>;
}

export async function openLocalAws(): Promise<LocalAws> {
  const opened: (() => Promise<unknown>)[] = [];
  // In the reverse order: who asks is closed before who answers.
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each();
  };
  const toClose = <T extends { close(): Promise<void> }>(what: T): T => {
    opened.push(() => what.close());
    return what;
  };
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-aws-'));
    opened.push(() => rm(folder, { recursive: true, force: true }));
    const dynalite = toClose(await openDynalite());
    let motoUrl = '';
    const recorder = toClose(
      await openRecorder({
        endpointOf: ({ service }) => (service === 'dynamodb' ? dynalite.url : motoUrl),
        before: async (call) => {
          if (call.service === 'dynamodb') await tables.ensure(call.resource.replace(/^table\//, ''));
          return kms.refuse(call);
        },
      }),
    );
    const moto = toClose(
      await startMoto({
        folder,
        functionEnvironment: { AWS_ENDPOINT_URL: recorder.url, AWS_EC2_METADATA_DISABLED: 'true' },
      }),
    );
    motoUrl = moto.url;
    const config = { endpoint: moto.url, region: REGION, credentials: CREDENTIALS };
    const users = iamUsers({ url: moto.url });
    const gateway = toClose(await openApiGateway({ ...config, users }));
    const clients = {
      apiGateway: new APIGatewayClient(config),
      cloudFormation: new CloudFormationClient(config),
      lambda: new LambdaClient(config),
      logs: new CloudWatchLogsClient(config),
      s3: new S3Client(config),
      sqs: new SQSClient(config),
      templateDynamo: new DynamoDBClient(config),
    };
    for (const client of Object.values(clients)) opened.push(async () => client.destroy());
    const kms = localKeys({ url: moto.url, lambda: clients.lambda, s3: clients.s3 });
    const tables = mirrorTables(clients.templateDynamo, dynalite.client);
    const front = toClose(
      await openFrontDoor({ moto: moto.url, dynalite: dynalite.url, gateway: gateway.url, tables }),
    );
    return {
      url: moto.url,
      environment: environment(moto.url, dynalite.url),
      folder,
      ...clients,
      dynamo: dynalite.client,
      apiUrl: gateway.urlOf,
      front,
      keys: kms.keys,
      users,
      calls: recorder.calls,
      log: moto.log,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function environment(url: string, dynamoUrl: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(inherited),
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Serverless looks this often whether a stack is ready, in milliseconds.
    SLS_AWS_MONITORING_FREQUENCY: '200',
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
  };
}
