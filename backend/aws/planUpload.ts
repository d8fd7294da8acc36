import { createHash } from 'node:crypto';
import { baseName, readLogFileName } from '../core/logFile.ts';
import { skippedByName } from '../core/parseLogFile.ts';

/** A file of a folder, as a listing has it. */
export interface LocalFile {
  /** Absolute path. */
  name: string;
  /** Bytes. */
  size: number;
  /** When it was written, in milliseconds since 1970. */
  modified: number;
}

export interface Upload {
  /** Absolute path. */
  file: string;
  key: string;
  size: number;
}

export interface UploadPlan {
  uploads: Upload[];
  bytes: number;
  /** Files of the dates that are no log files by their names: digests and the like. */
  skipped: number;
  /** The dates that were asked for. */
  from: string;
  to: string;
}

export interface PlanUploadOptions {
  files: readonly LocalFile[];
  /** First and last day of delivery, YYYY-MM-DD in UTC; a file whose name does not tell it counts as delivered when it was written. */
  from?: string;
  to?: string;
  /** Where the trail's bucket keeps the log files of an account, for example o-1/AWSLogs/o-1/ , as far as that is known. */
  trails?: ReadonlyMap<string, string>;
}

/** What is to be uploaded of a folder, the newest first. */
export function planUpload({ files, from = '', to = '9999', trails = new Map() }: PlanUploadOptions): UploadPlan {
  const chosen = files
    .map((file) => ({ ...file, day: deliveredAt(file) }))
    .filter(({ day }) => day.slice(0, 10) >= from && day.slice(0, 10) <= to);
  const logs = chosen.filter(({ name }) => skippedByName(name) === undefined);
  logs.sort((a, b) => (a.day === b.day ? (a.name < b.name ? -1 : 1) : a.day < b.day ? 1 : -1));
  const taken = new Map<string, number>();
  const uploads = logs.flatMap(({ name, size }): Upload[] => {
    const key = keyOf(name, trails);
    // The same file in two folders is one; another one by the same name must not replace it.
    if (taken.get(key) === size && readLogFileName(key).kind === 'log') return [];
    const own = taken.has(key) ? otherKey(name) : key;
    taken.set(own, size);
    return [{ file: name, key: own, size }];
  });
  const bytes = uploads.reduce((sum, { size }) => sum + size, 0);
  return { uploads, bytes, skipped: chosen.length - logs.length, from, to };
}

/**
 * The key that the trail gave a file, for it is looked for under that in the trail's bucket too: from AWSLogs/ on, or made anew from
 * its name. A file of another name has no such key.
 */
function keyOf(file: string, trails: ReadonlyMap<string, string>): string {
  const path = file.replaceAll('\\', '/');
  const base = baseName(path);
  const { account, region, delivered, kind } = readLogFileName(base);
  const isStandard = kind === 'log' && account !== undefined && region !== undefined && delivered !== undefined;
  const trail = isStandard ? trails.get(account) : undefined;
  const [found] = /(?<=\/)AWSLogs\/(?:.*\/)?CloudTrail\/.*$/.exec(path) ?? [];
  if (trail === undefined && found !== undefined && fits(found)) return found;
  if (!isStandard) return otherKey(file);
  return `${trail ?? 'AWSLogs/'}${account}/CloudTrail/${region}/${delivered.slice(0, 10).replaceAll('-', '/')}/${base}`;
}

/** Says nothing of this computer but the file's own name, and is another for each path. */
function otherKey(file: string): string {
  const hash = createHash('sha256').update(file).digest('hex').slice(0, 16);
  const base = baseName(file);
  return `files/${hash}/${fits(base) ? base : `${base.slice(0, 200)}.json.gz`}`;
}

/** Bytes of a key; S3 takes 1,024. */
function fits(key: string): boolean {
  return Buffer.byteLength(key) <= 900;
}

function deliveredAt({ name, modified }: LocalFile): string {
  return readLogFileName(name).delivered ?? new Date(modified).toISOString();
}
