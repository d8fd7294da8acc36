import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { stringAt, type JsonObject } from '../../backend/core/json.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import { ACCOUNT, CLASSROOM, iamUser, record } from '../fixtures/classroom.ts';
import { realLogFolder } from '../fixtures/realLogs.ts';
import { ACCOUNT as TRACKER_ACCOUNT } from './local/names.ts';

/** A file as it lies in a trail's bucket. */
export interface LogFile {
  key: string;
  bytes: Buffer;
}

export interface Corpus {
  /** The folders in which the same files lie for the embedded server. */
  roots: string[];
  files: LogFile[];
  /** One that is cut off: it can never be ingested. */
  poison: LogFile;
  /** The eventIDs that stand in two files. Which of the files is the event's then depends on which comes first. */
  deliveredTwice: Set<string>;
}

/** Stands in the corpus, and must not stand anywhere behind it. */
export const SESSION_TOKEN = 'IQoJb3JpZ2luMadeUpTokenMadeUpTokenMadeUpTokenMadeUpTokenMadeUp';

/** Real log files where there are some, else generated ones, and with them what else is found in a trail's bucket. */
export async function makeCorpus(folder: string): Promise<Corpus> {
  const logs = realLogFolder ?? (await writeSampleTo(path.join(folder, 'sample')));
  const extras = path.join(folder, 'extras');
  writeExtras(extras);
  const all = [logs, extras].flatMap(filesBelow);
  const files = all.filter(({ key }) => key !== POISON);
  return {
    roots: [logs, extras],
    files,
    poison: all.find(({ key }) => key === POISON)!,
    deliveredTwice: repeated(files.flatMap(eventIdsOf)),
  };
}

function eventIdsOf({ bytes }: LogFile): string[] {
  const { Records = [] } = JSON.parse(gunzipSync(bytes).toString()) as { Records?: JsonObject[] };
  return Records.flatMap((each) => stringAt(each, 'eventID') ?? []);
}

function repeated(ids: string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(ids.filter((id) => seen.size === seen.add(id).size));
}

async function writeSampleTo(folder: string): Promise<string> {
  await writeSample(folder, { end: new Date('2026-03-01T12:00:00Z'), days: 10, users: 20, events: 2000 });
  return folder;
}

function filesBelow(folder: string): LogFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((key) => ({ key, bytes: readFileSync(path.join(folder, key)) }));
}

const LOGS = `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2017/11/20`;
const logFile = (minute: string, unique: string) =>
  `${LOGS}/${ACCOUNT}_CloudTrail_us-east-1_20171120T15${minute}Z_${unique}.json.gz`;

const POISON = logFile('15', 'dddddddddddddddd');

function writeExtras(folder: string): void {
  const put = (key: string, content: unknown) => {
    const file = path.join(folder, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(typeof content === 'string' ? content : JSON.stringify(content)));
  };
  put(logFile('00', 'aaaaaaaaaaaaaaaa'), { Records: CLASSROOM.slice(0, 9) });
  // Some records have been delivered before, one is broken, one holds a secret, one is of a namesake in the tracker's account.
  put(logFile('05', 'bbbbbbbbbbbbbbbb'), {
    Records: [
      ...CLASSROOM.slice(7),
      { eventVersion: '1.05' },
      record('tracker-account', '2017-10-03T08:00:00Z', 'StopInstances', {
        userIdentity: iamUser('alucloud10', TRACKER_ACCOUNT),
      }),
      record('secret', '2017-08-01T10:00:00Z', 'AssumeRole', {
        eventSource: 'sts.amazonaws.com',
        userIdentity: iamUser('alucloud7'),
        responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: SESSION_TOKEN } },
      }),
    ],
  });
  put(POISON, '{"Records":[{"eventVers');
  // No log files, by their names and by their content.
  put(
    `AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/2017/11/20/${ACCOUNT}_CloudTrail-Digest_us-east-1_trail_us-east-1_20171120T150000Z.json.gz`,
    { awsAccountId: ACCOUNT, digestStartTime: '2017-11-20T14:00:00Z', logFiles: [] },
  );
  put(`${LOGS}/digest-by-content.json.gz`, { awsAccountId: ACCOUNT, digestS3Bucket: 'b', logFiles: [] });
  // A copy that somebody has put there under a name of his own.
  put('copies/año 2017 + more/of a class.json.gz', {
    Records: [record('copied', '2017-08-02T10:00:00Z', 'CreateBucket', { userIdentity: iamUser('ana maría') })],
  });
}
