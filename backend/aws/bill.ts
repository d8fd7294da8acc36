import { PRICES } from './prices.ts';

const MILLION = 1e6;
const GIGABYTE = 2 ** 30;
const DAYS = 30;

/** Lambda asks a queue with five requests at a time, each of which waits for 20 seconds where there is nothing. */
const IDLE_REQUESTS = (5 * 86_400) / 20;

const ALARMS = 2;

/** What a tracker does on a day. */
export interface TrackerDay {
  writeUnits: number;
  /** Of ingesting, and of answering. */
  ingestReadUnits: number;
  queryReadUnits: number;
  objectsRead: number;
  /** Messages of the bucket: each is sent, received and deleted, and handed to the function by itself. */
  messages: number;
  apiCalls: number;
  gigabyteSeconds: number;
  logBytes: number;
  /** All that is stored by then. */
  storedBytes: number;
}

export interface BillLine {
  what: string;
  amount: number;
  dollars: number;
}

/** Dollars a month of a queue that a function waits at, where nothing ever comes. */
export const IDLE_QUEUE = (DAYS * IDLE_REQUESTS * PRICES.sqsRequests) / MILLION;

/** What 30 such days cost, line by line. */
export function monthlyBill(day: TrackerDay): BillLine[] {
  const gigabytes = day.storedBytes / GIGABYTE;
  const perMillion = (what: string, daily: number, price: number): BillLine => ({
    what,
    amount: DAYS * daily,
    dollars: (DAYS * daily * price) / MILLION,
  });
  const perMonth = (what: string, amount: number, price: number): BillLine => ({
    what,
    amount,
    dollars: amount * price,
  });
  return [
    perMillion('DynamoDB write units', day.writeUnits, PRICES.writeUnits),
    perMillion('DynamoDB read units, ingest', day.ingestReadUnits, PRICES.readUnits),
    perMillion('DynamoDB read units, questions', day.queryReadUnits, PRICES.readUnits),
    perMonth('DynamoDB storage, GB', gigabytes, PRICES.storage),
    perMonth('point-in-time recovery, GB', gigabytes, PRICES.pointInTimeRecovery),
    perMillion('S3 GET requests', day.objectsRead, PRICES.s3Gets),
    perMillion('SQS requests', 3 * day.messages + IDLE_REQUESTS, PRICES.sqsRequests),
    perMillion('Lambda requests', day.messages + day.apiCalls, PRICES.lambdaCalls),
    perMillion('Lambda GB-seconds', day.gigabyteSeconds, PRICES.lambdaGigabyteSeconds),
    perMillion('API Gateway requests', day.apiCalls, PRICES.apiCalls),
    perMonth('CloudWatch logs, GB', (DAYS * day.logBytes) / GIGABYTE, PRICES.logs),
    perMonth('CloudWatch alarms', ALARMS, PRICES.alarms),
  ];
}

export function total(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** Dollars of the units of a table. */
export function dollarsOf({ read, write }: { read: number; write: number }): number {
  return (read * PRICES.readUnits + write * PRICES.writeUnits) / MILLION;
}

/** Megabytes of a function that has a core of its own ("Configure Lambda function memory"); one of fewer has a share of it. */
const FULL_CORE = 1769;

/** GB-seconds of a function that took so long on a full core: what it computes takes longer on its share, what it waits does not. */
export function gigabyteSeconds(memory: number, milliseconds: number, cpuMilliseconds: number): number {
  const stretched = milliseconds + cpuMilliseconds * Math.max(0, FULL_CORE / memory - 1);
  return (stretched / 1000) * (memory / 1024);
}
