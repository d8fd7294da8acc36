import { statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringAt, type JsonObject } from '../../../backend/core/json.ts';
import { dayFolder } from '../../../backend/sample/sampleFile.ts';
import { projectFolder } from '../../../scripts/runProgram.ts';
import { median } from '../statistics.ts';
import { messageOf, startLambda, type Invocation } from './lambdaProcess.ts';
import { environmentFor, type OpenLocalAws } from './localAws.ts';
import { END, logFiles } from './logFiles.ts';

/** Of a large file: what a busy account delivers at most. */
const RECORDS = 10_000;
const STORED = 3_000;

const ROUNDS = 5;
const BUCKET = 'bench';

export interface LambdaFigures {
  kilobytes: Record<'ingest' | 'query', number>;
  /** Of the large file, each time with a new process and an empty table. */
  file: { records: number; stored: number; milliseconds: number; cpuMilliseconds: number; megabytes: number };
  /** From the start of a process until its first request is answered, and of that until the bundle is loaded. */
  coldStart: { loaded: number; answered: number };
}

/** The bundles in processes like Lambda's: one core, 512 MB for the one and 1,024 for the other. */
export async function measureLambda(aws: OpenLocalAws, table: string): Promise<LambdaFigures> {
  const file = largeFile();
  await aws.service.putObject({ key: file.key, base64: file.bytes.toString('base64') });
  const ingests: Invocation[] = [];
  const queries: Invocation[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const environment = { ...environmentFor(aws.url), TABLE_NAME: `empty-${round}`, BUCKET_NAME: BUCKET };
    const event = messageOf(BUCKET, file.key, file.bytes.length, file.delivered);
    ingests.push(await once({ bundle: 'ingest', environment, memory: 512, now: file.delivered }, event));
    const query = { ...environment, TABLE_NAME: table };
    queries.push(await once({ bundle: 'query', environment: query, memory: 1024 }, GET_SERVICES));
  }
  const middle = (runs: readonly Invocation[], name: 'milliseconds' | 'cpuMilliseconds' | 'loaded' | 'sinceStart') =>
    median(runs.map((run) => run[name]));
  return {
    kilobytes: { ingest: kilobytes('ingest'), query: kilobytes('query') },
    file: {
      ...{ records: RECORDS, stored: STORED },
      milliseconds: middle(ingests, 'milliseconds'),
      cpuMilliseconds: middle(ingests, 'cpuMilliseconds'),
      megabytes: Math.max(...ingests.map(({ megabytes }) => megabytes)),
    },
    coldStart: { loaded: middle(queries, 'loaded'), answered: middle(queries, 'sinceStart') },
  };
}

const GET_SERVICES = {
  httpMethod: 'GET',
  resource: '/services',
  pathParameters: null,
  multiValueQueryStringParameters: null,
  headers: { 'accept-encoding': 'gzip' },
  requestContext: { requestId: 'bench' },
};

async function once(options: Parameters<typeof startLambda>[0], event: object): Promise<Invocation> {
  const lambda = await startLambda(options);
  try {
    const run = await lambda.invoke(event);
    const { statusCode = 200, batchItemFailures = [] } = run.answer as { statusCode?: number; batchItemFailures?: [] };
    if (statusCode !== 200 || batchItemFailures.length > 0) throw new Error(JSON.stringify(run.answer));
    return run;
  } finally {
    await lambda.close();
  }
}

/** Records of less than an hour of a busy organization, in the order in which they happened, dropped ones among them. */
function largeFile() {
  const [stored, dropped]: JsonObject[][] = [[], []];
  let delivered = 0;
  for (const file of logFiles({ end: END, seed: 7, organization: true, days: 1, events: 500_000 })) {
    if (!file.isLog) continue;
    const kept = new Set(file.records);
    const { Records } = file.content as { Records: JsonObject[] };
    for (const record of Records) (kept.has(record) ? stored! : dropped!).push(record);
    delivered = file.delivered;
    if (stored!.length >= STORED && dropped!.length >= RECORDS - STORED) break;
  }
  const records = [...stored!.slice(0, STORED), ...dropped!.slice(0, RECORDS - STORED)];
  const timeOf = (record: JsonObject) => stringAt(record, 'eventTime') ?? '';
  const inOrder = records.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  const time = new Date(delivered).toISOString().replaceAll(/[-:]/g, '').slice(0, 13);
  const name = `111122221111_CloudTrail_eu-west-1_${time}Z_largelargelarge.json.gz`;
  const key = `AWSLogs/111122221111/CloudTrail/eu-west-1/${dayFolder(delivered)}/${name}`;
  return { key, delivered, bytes: gzipSync(JSON.stringify({ Records: inOrder })) };
}

function kilobytes(bundle: string): number {
  return statSync(path.join(projectFolder, `dist/lambda/${bundle}.js`)).size / 1000;
}
