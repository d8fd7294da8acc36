import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { readLogFileName } from '../core/logFile.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import { ask } from './awsErrors.ts';
import { foldersIn } from './bucketPrefixes.ts';
import type { Aws } from './openAws.ts';

export interface LogObject {
  key: string;
  /** Bytes. */
  size: number;
}

export interface LogSelection {
  bucket: string;
  /** Up to the region, each with a slash at its end. */
  prefixes: readonly string[];
  /** First and last day, YYYY-MM-DD in UTC. */
  from: string;
  to: string;
  /** Counts the requests. */
  onRequest?: () => void;
}

const DAY = 86_400_000;
const AT_ONCE = 16;
/** So many days cost no more requests one by one than their months do. */
const FEW_DAYS = 10;

/** The log files of chosen places and days, a day at a time, the newest first. Days without files are left out. */
export async function* listLogObjects(
  aws: Pick<Aws, 's3'>,
  { bucket, prefixes, from, to, onRequest }: LogSelection,
  signal?: AbortSignal,
): AsyncGenerator<{ day: string; objects: LogObject[] }> {
  for (const { day, folders } of await daysIn(aws, { bucket, prefixes, from, to, onRequest }, signal)) {
    const lists = await inParallel(folders, AT_ONCE, (folder) =>
      objectsBelow(aws, bucket, folder, { onRequest, signal }),
    );
    const objects = lists.flat();
    if (objects.length > 0) yield { day, objects };
  }
}

interface DayFolders {
  day: string;
  /** Of that day, below each of the prefixes. */
  folders: string[];
}

/** Days that may have files, the newest first. Of a few days each is looked into; of many those that have a folder. */
async function daysIn(
  aws: Pick<Aws, 's3'>,
  { bucket, prefixes, from, to, onRequest }: LogSelection,
  signal?: AbortSignal,
): Promise<DayFolders[]> {
  const days = new Map<string, string[]>();
  if (Date.parse(to) - Date.parse(from) < FEW_DAYS * DAY) {
    for (let time = Date.parse(to); time >= Date.parse(from); time -= DAY) {
      const day = new Date(time).toISOString().slice(0, 10);
      days.set(day, prefixes.map((prefix) => `${prefix}${day.replaceAll('-', '/')}/`)); // prettier-ignore
    }
  } else {
    await inParallel(prefixes, AT_ONCE, async (prefix) => {
      let folders = [prefix];
      for (const length of [4, 7, 10]) {
        const lists = await inParallel(folders, AT_ONCE, (folder) => {
          onRequest?.();
          return foldersIn(aws, bucket, folder, signal);
        });
        const isWithin = (folder: string) => {
          const part = folder.slice(prefix.length, -1).replaceAll('/', '-');
          return /^\d{4}(-\d\d){0,2}$/.test(part) && part >= from.slice(0, length) && part <= to.slice(0, length);
        };
        folders = lists.flat().filter(isWithin);
      }
      for (const folder of folders) {
        const day = folder.slice(prefix.length, -1).replaceAll('/', '-');
        days.set(day, [...(days.get(day) ?? []), folder]);
      }
    });
  }
  return [...days].map(([day, folders]) => ({ day, folders })).sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** The first and the last day with log files below a prefix, or undefined where there is none. */
export async function daysOf(
  aws: Pick<Aws, 's3'>,
  bucket: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<{ first: string; last: string } | undefined> {
  const end = async (pick: (folders: string[]) => string | undefined): Promise<string | undefined> => {
    let folder = prefix;
    for (const digits of [4, 2, 2]) {
      const numbers = (await foldersIn(aws, bucket, folder, signal)).filter((each) =>
        new RegExp(`/\\d{${digits}}/$`).test(`/${each}`),
      );
      const next = pick(numbers.sort());
      if (next === undefined) return undefined;
      folder = next;
    }
    return folder.slice(prefix.length, -1).replaceAll('/', '-');
  };
  const first = await end((folders) => folders[0]);
  const last = await end((folders) => folders.at(-1));
  return first === undefined || last === undefined ? undefined : { first, last };
}

async function objectsBelow(
  { s3 }: Pick<Aws, 's3'>,
  bucket: string,
  prefix: string,
  { onRequest, signal }: { onRequest?: () => void; signal?: AbortSignal },
): Promise<LogObject[]> {
  const list = async () => {
    const objects: LogObject[] = [];
    const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }, { abortSignal: signal });
    for await (const { Contents = [] } of pages) {
      onRequest?.();
      for (const { Key = '', Size = 0 } of Contents)
        if (readLogFileName(Key).kind === 'log') objects.push({ key: Key, size: Size });
    }
    return objects;
  };
  return ask({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, list());
}
