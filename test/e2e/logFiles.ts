import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** What these tests read and write of a CloudTrail record. */
export interface LogRecord {
  eventID: string;
  eventTime: string;
  eventSource: string;
  eventName: string;
  readOnly: boolean;
  userIdentity: {
    type: string;
    userName?: string;
    sessionContext?: { sessionIssuer?: { arn?: string; userName?: string; accountId?: string } };
    [more: string]: unknown;
  };
  [more: string]: unknown;
}

/** Every record of the log files below `folder`, each event once: read here by itself, to check the extension's counts. */
export function eventsIn(folder: string): LogRecord[] {
  const events = new Map<string, LogRecord>();
  for (const file of globSync('**/CloudTrail/**/*.json.gz', { cwd: folder })) {
    const { Records } = JSON.parse(gunzipSync(readFileSync(path.join(folder, file))).toString()) as {
      Records: LogRecord[];
    };
    for (const record of Records) events.set(record.eventID, record);
  }
  return [...events.values()];
}

/** A change that an IAM user made `minutesAgo`. */
export function change(userName: string, number: number, minutesAgo: number): LogRecord {
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventTime: new Date(Date.now() - minutesAgo * 60_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 's3.amazonaws.com',
    eventName: 'CreateBucket',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.31',
    requestParameters: { bucketName: `bucket-${number}` },
    responseElements: null,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::111122223333:user/${userName}`,
      accountId: '111122223333',
      userName,
    },
  };
}

/** Writes a log file into CloudTrail's own layout below `folder`. `number` tells it from others. */
export function writeLogFile(folder: string, number: number, records: unknown[]): void {
  writeAs(folder, number, gzipSync(JSON.stringify({ Records: records })));
}

/**
 * Writes a folder in which not all can be read: a good log file with two changes by alice, one whose only record is no
 * record, one cut short, one that is no JSON, and a digest file.
 */
export function writeBrokenLogs(folder: string): void {
  writeLogFile(folder, 1, [change('alice', 1, 30), change('alice', 2, 20)]);
  writeLogFile(folder, 2, ['no record']);
  const whole = gzipSync(JSON.stringify({ Records: [change('bob', 3, 10)] }));
  writeAs(folder, 3, whole.subarray(0, whole.length - 40));
  writeAs(folder, 4, gzipSync('{"Records": [,'));
  const digests = path.join(folder, 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/02');
  mkdirSync(digests, { recursive: true });
  writeFileSync(
    path.join(digests, '111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260102T030405Z.json.gz'),
    gzipSync('{"awsAccountId": "111122223333"}'),
  );
}

function writeAs(folder: string, number: number, content: Uint8Array): void {
  const day = path.join(folder, 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02');
  mkdirSync(day, { recursive: true });
  writeFileSync(path.join(day, `111122223333_CloudTrail_eu-west-1_20260102T0304Z_Example${number}.json.gz`), content);
}
