import { generateSample } from '../../../backend/sample/generateSample.ts';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';

/** What the tests look at in a record, as a reader of the files sees it. */
export interface TestRecord {
  eventVersion: string;
  userIdentity: {
    type?: string;
    arn?: string;
    userName?: string;
    accountId?: string;
    accessKeyId?: string;
    invokedBy?: string;
    sessionContext?: { sourceIdentity?: string; sessionIssuer?: { arn: string; userName: string; accountId: string } };
  };
  eventTime: string;
  eventSource: string;
  eventName: string;
  awsRegion: string;
  sourceIPAddress: string;
  errorCode?: string;
  errorMessage?: string;
  requestParameters: Record<string, unknown> | null;
  responseElements: Record<string, unknown> | null;
  eventID: string;
  readOnly: boolean;
  eventType: string;
  recipientAccountId: string;
  sharedEventID?: string;
}

export interface TestFile {
  path: string;
  /** Undefined in a digest file. */
  records: TestRecord[] | undefined;
}

/** The files of a sample, through JSON as they are written. */
export function readSample(options: SampleOptions): TestFile[] {
  const files: TestFile[] = [];
  for (const { path, content } of generateSample(options)) {
    const { Records: records } = JSON.parse(JSON.stringify(content)) as { Records?: TestRecord[] };
    files.push({ path, records });
  }
  return files;
}

/** Every event once. */
export function distinct(files: TestFile[]): TestRecord[] {
  return [...new Map(files.flatMap(({ records = [] }) => records.map((each) => [each.eventID, each]))).values()];
}

/** How many of the list fulfil the condition, from 0 to 1. */
export function share<T>(list: T[], condition: (item: T) => boolean): number {
  return list.filter(condition).length / list.length;
}

const LOG_FILE =
  /^AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T(\d\d)(\d\d)Z_[A-Za-z0-9]{16}\.json\.gz$/;

/** Account, region and delivery of a log file by its path alone; undefined if it is not laid out as CloudTrail does. */
export function readPath(path: string): { account: string; region: string; delivered: number } | undefined {
  const match = LOG_FILE.exec(path);
  if (!match) return undefined;
  const [, account = '', region = '', ...time] = match;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = time.map(Number);
  return { account, region, delivered: Date.UTC(year, month - 1, day, hour, minute) };
}
