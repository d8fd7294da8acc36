import { GetObjectCommand } from '@aws-sdk/client-s3';
import { dropRule, type DropSettings } from '../core/dropRule.ts';
import type { TrackerEvent } from '../core/event.ts';
import { baseName } from '../core/logFile.ts';
import { parseLogFile } from '../core/parseLogFile.ts';
import { UserError } from '../core/userError.ts';
import { inParallel } from '../dynamodb/inParallel.ts';
import { ask } from './awsErrors.ts';
import { findLogPrefixes } from './bucketPrefixes.ts';
import { daysOf, listLogObjects, type LogObject } from './logObjects.ts';
import type { Aws } from './openAws.ts';

/** So much of a day is read. */
const MOST_FILES = 40;
const MOST_BYTES = 20e6;
const AT_ONCE = 8;
const DAY = 86_400_000;

export interface DayOptions {
  bucket: string;
  /** Of the trail: what stands before AWSLogs/ in its keys; empty for all that the bucket has. */
  prefix?: string;
  drop: DropSettings;
  /** Milliseconds since 1970. */
  now: number;
}

/** The newest whole day in a bucket, counted from a part of its files. */
export interface SampledDay {
  /** YYYY-MM-DD in UTC. */
  day: string;
  files: number;
  bytes: number;
  /** What was read of it. */
  sampledFiles: number;
  sampledBytes: number;
  /** Scaled up to the day. */
  records: number;
  stored: number;
}

/** Undefined where the bucket has no files of a whole day. Throws a UserError where they may not be listed or read. */
export async function sampleDay(
  aws: Pick<Aws, 's3'>,
  options: DayOptions,
  signal?: AbortSignal,
): Promise<SampledDay | undefined> {
  const newest = await newestDay(aws, options, signal);
  if (!newest) return undefined;
  const { day, objects } = newest;
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  const drops = dropRule(options.drop);
  let sampledFiles = 0;
  let sampledBytes = 0;
  let records = 0;
  let stored = 0;
  await inParallel(sampleOf(objects), AT_ONCE, async ({ key, size }) => {
    const content = await read(aws, options.bucket, key, signal);
    const events: TrackerEvent[] = [];
    const found = parsed(key, content, (event) => events.push(event));
    if (found === undefined) return;
    sampledFiles++;
    sampledBytes += size;
    records += found;
    stored += events.filter((event) => drops(event) === undefined).length;
  });
  const scale = sampledBytes === 0 ? 0 : bytes / sampledBytes;
  return {
    day,
    files: objects.length,
    bytes,
    sampledFiles,
    sampledBytes,
    records: Math.round(records * scale),
    stored: Math.round(stored * scale),
  };
}

/** Yesterday, mostly: today is not whole yet. Of a trail that has long been silent, its last day. */
async function newestDay(
  aws: Pick<Aws, 's3'>,
  { bucket, prefix = '', now }: DayOptions,
  signal?: AbortSignal,
): Promise<{ day: string; objects: LogObject[] } | undefined> {
  const places = await findLogPrefixes(aws, bucket, signal);
  const ofTrail = places.filter((place) => prefix === '' || place.prefix.startsWith(`${prefix}/`));
  const prefixes = ofTrail.map((place) => place.prefix);
  const dayBefore = (days: number) => new Date(now - days * DAY).toISOString().slice(0, 10);
  const yesterday = dayBefore(1);
  const onDays = async (from: string, to: string) => {
    for await (const found of listLogObjects(aws, { bucket, prefixes, from, to }, signal)) return found;
    return undefined;
  };
  const recent = await onDays(dayBefore(7), yesterday);
  if (recent) return recent;
  const ends = await inParallel(prefixes, AT_ONCE, (each) => daysOf(aws, bucket, each, signal));
  const last = ends
    .map((end) => end?.last ?? '')
    .filter((day) => day !== '' && day <= yesterday)
    .sort()
    .at(-1);
  return last === undefined ? undefined : onDays(last, last);
}

/** Files spread over the day by the time of their delivery, within the limits; one at least. */
export function sampleOf(objects: readonly LogObject[], mostFiles = MOST_FILES, mostBytes = MOST_BYTES): LogObject[] {
  const byTime = [...objects].sort((a, b) => (timeIn(a.key) < timeIn(b.key) ? -1 : 1));
  const count = Math.min(mostFiles, byTime.length);
  const spread = Array.from({ length: count }, (_, index) => byTime[Math.floor((index * byTime.length) / count)]!);
  // Each may take its part of the bytes and what those before it left, so that large files do not end the sample in the morning.
  const taken: LogObject[] = [];
  let left = 0;
  for (const object of spread) {
    left += mostBytes / count;
    if (object.size > left) continue;
    left -= object.size;
    taken.push(object);
  }
  const [smallest] = [...spread].sort((a, b) => a.size - b.size);
  return taken.length === 0 && smallest ? [smallest] : taken;
}

/** ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_… */
function timeIn(key: string): string {
  return /\d{8}T\d{4}/.exec(baseName(key))?.[0] ?? key;
}

async function read({ s3 }: Pick<Aws, 's3'>, bucket: string, key: string, signal?: AbortSignal): Promise<Uint8Array> {
  const fetch = async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
  return ask({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` }, fetch());
}

/** The number of a file's records; undefined for one that a tracker would reject. */
function parsed(key: string, bytes: Uint8Array, onEvent: (event: TrackerEvent) => void): number | undefined {
  try {
    const content = parseLogFile(key, bytes, onEvent);
    return content.kind === 'log' ? content.records : 0;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
