import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { inParallel } from '../dynamodb/inParallel.ts';
import { ask } from './awsErrors.ts';
import type { Aws } from './openAws.ts';

/** One account's log files of one region in a bucket. */
export interface LogPrefix {
  /** Up to the region, for example o-1/AWSLogs/o-1/111122223333/CloudTrail/eu-west-1/ */
  prefix: string;
  /** Up to where the trail's own part ends, for example o-1/AWSLogs/o-1/ : what a notification's filter is made of. */
  trail: string;
  account: string;
  region: string;
}

/** Whoever puts more folders before AWSLogs/ types the prefix. */
const DEEPEST = 4;
/** So many folders are looked into in the search for AWSLogs/. */
const MOST_FOLDERS = 60;
const AT_ONCE = 8;
/** Pages of a thousand names of one folder: no folder of a trail has more. */
const MOST_PAGES = 20;

/**
 * The places of log files in a bucket, found by listing folders only: [PREFIX/]AWSLogs/[ORGANIZATION/]ACCOUNT/CloudTrail/REGION/
 * (CloudTrail user guide, "Finding your log files"; Control Tower puts the organization's id before AWSLogs/ too). Sorted.
 */
export async function findLogPrefixes(
  aws: Pick<Aws, 's3'>,
  bucket: string,
  signal?: AbortSignal,
): Promise<LogPrefix[]> {
  const found: LogPrefix[] = [];
  for (const root of await findAwsLogs(aws, bucket, signal)) {
    for (const folder of await foldersIn(aws, bucket, root, signal)) {
      const isOrganization = /\/o-[a-z0-9]+\/$/.test(folder);
      const accounts = isOrganization ? await foldersIn(aws, bucket, folder, signal) : [folder];
      for (const account of accounts) {
        const id = /\/(\d{12})\/$/.exec(account)?.[1];
        if (id === undefined) continue;
        for (const region of await foldersIn(aws, bucket, `${account}CloudTrail/`, signal)) {
          const name = region.slice(`${account}CloudTrail/`.length, -1);
          found.push({ prefix: region, trail: isOrganization ? folder : root, account: id, region: name });
        }
      }
    }
  }
  return found.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

/** The trail's own part of a log file's key: see LogPrefix. Undefined for a key of another kind. */
export function trailPartOf(key: string): string | undefined {
  return /^(.*?AWSLogs\/(?:o-[a-z0-9]+\/)?)\d{12}\/CloudTrail\//.exec(key)?.[1];
}

/** Where AWSLogs/ folders lie, with the name. There may be several: of trails with a prefix, and of other services without. */
async function findAwsLogs(aws: Pick<Aws, 's3'>, bucket: string, signal?: AbortSignal): Promise<string[]> {
  const roots: string[] = [];
  let level = [''];
  let left = MOST_FOLDERS;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const within = level.slice(0, left);
    left -= within.length;
    const next = (await inParallel(within, AT_ONCE, (folder) => foldersIn(aws, bucket, folder, signal))).flat();
    const isRoot = (folder: string) => /(^|\/)AWSLogs\/$/.test(folder);
    roots.push(...next.filter(isRoot));
    level = next.filter((folder) => !isRoot(folder));
  }
  return roots;
}

/**
 * The folders right below a prefix, which ends with a slash or is empty. Of a folder that holds many thousands of objects besides only
 * those that come first by name. Needs s3:ListBucket.
 */
export async function foldersIn(
  { s3 }: Pick<Aws, 's3'>,
  bucket: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const folders: string[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: '/',
      ContinuationToken: token,
    });
    const request = s3.send(command, { abortSignal: signal });
    const page = await ask({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, request);
    folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
    token = page.NextContinuationToken;
  } while (token !== undefined && ++pages < MOST_PAGES);
  return folders;
}
