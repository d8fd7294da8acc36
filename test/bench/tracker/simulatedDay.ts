import { gzipSync } from 'node:zlib';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';
import { gigabyteSeconds } from '../../../backend/aws/bill.ts';
import { usageOf } from './measure.ts';
import { messageOf, startLambda } from './lambdaProcess.ts';
import { environmentFor, type OpenLocalAws } from './localAws.ts';
import { logFiles } from './logFiles.ts';

const HOUR = 3_600_000;
const BUCKET = 'bench';
const MEMORY = 512;

/** Bytes of the lines that Lambda itself logs of an invocation: START, END and REPORT. */
const LAMBDA_LINES = 400;

export interface SimulatedDay {
  records: number;
  stored: number;
  /** Log files, digest files among them. */
  files: number;
  writeUnits: number;
  readUnits: number;
  objectsRead: number;
  gigabyteSeconds: number;
  logBytes: number;
  /** What an event takes in the table, with all that comes with it. */
  bytesPerEvent: number;
}

/**
 * A day of a sample, through the ingest function's bundle: a message and an invocation for every file, and each hour a
 * new process, as environments come and go. The days before are there already. With `every` only each so many-th file
 * is taken, and stands for the others.
 */
export async function simulateDay(
  aws: OpenLocalAws,
  table: string,
  sample: SampleOptions,
  end: Date,
  every: number,
): Promise<SimulatedDay> {
  const start = end.getTime() - 24 * HOUR;
  const before = await aws.service.fill({ table, sample, until: start, sumsUp: true });
  const all = filesBetween(start, end.getTime(), sample);
  const files = all.filter((_, index) => index % every === 0);
  for (const { name, bytes } of files) await aws.service.putObject({ key: name, base64: bytes.toString('base64') });

  const byHour = Map.groupBy(files, ({ delivered }) => Math.floor(delivered / HOUR));
  // What the first file of a process costs, its start and the reading of the catalogue, it costs as often as it is seen here.
  const weight = (all.length - byHour.size) / (files.length - byHour.size);
  const environment = { ...environmentFor(aws.url), TABLE_NAME: table, BUCKET_NAME: BUCKET };
  const day = { writeUnits: 0, readUnits: 0, objectsRead: 0, gigabyteSeconds: 0, logBytes: 0 };
  for (const ofHour of byHour.values()) {
    const lambda = await startLambda({ bundle: 'ingest', environment, memory: MEMORY, now: ofHour[0]!.delivered });
    try {
      for (const [index, { name, bytes, delivered }] of ofHour.entries()) {
        const times = index === 0 ? 1 : weight;
        const logged = lambda.logged();
        const usage = await usageOf(aws.service, async () => {
          const run = await lambda.invoke(messageOf(BUCKET, name, bytes.length, delivered));
          // Loading the bundle is charged too.
          const loading = index === 0 ? run.loaded : 0;
          day.gigabyteSeconds +=
            times * gigabyteSeconds(MEMORY, run.milliseconds + loading, run.cpuMilliseconds + loading);
        });
        day.writeUnits += times * usage.writeUnits;
        day.readUnits += times * usage.readUnits;
        day.objectsRead += times * usage.object;
        day.logBytes += times * (LAMBDA_LINES + lambda.logged() - logged);
      }
    } finally {
      await lambda.close();
    }
  }
  return {
    ...day,
    records: all.reduce((sum, { records }) => sum + records, 0),
    stored: all.reduce((sum, { stored }) => sum + stored, 0),
    files: all.length,
    bytesPerEvent: before.bytes / before.stored,
  };
}

function filesBetween(start: number, end: number, sample: SampleOptions) {
  const found: { name: string; bytes: Buffer; delivered: number; stored: number; records: number }[] = [];
  for (const { facts, content, delivered, events } of logFiles(sample)) {
    if (delivered < start || delivered >= end) continue;
    const bytes = gzipSync(JSON.stringify(content), { level: 1 });
    found.push({ name: facts.name, bytes, delivered, stored: events.length, records: facts.records });
  }
  return found;
}
