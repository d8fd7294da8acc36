/** What a file in a trail's bucket is, as far as its name tells. */
export type LogFileKind = 'log' | 'digest' | 'insight' | 'networkActivity' | 'aggregated' | 'other';

export interface LogFileName {
  kind: LogFileKind;
  account?: string;
  region?: string;
  /** When CloudTrail delivered it, to the minute, UTC: YYYY-MM-DDTHH:MM:SSZ. */
  delivered?: string;
}

// ACCOUNT_CloudTrail[-Digest|…]_REGION_[TRAIL_REGION_]YYYYMMDDTHHMM[SS]Z[_UNIQUE].json[.gz], for organization digests with the
// organization's id too (CloudTrail user guide, "CloudTrail log file examples"). Some copies separate with '-' or nothing.
const STANDARD_NAME =
  /^(\d{12})_(?:o-[a-z0-9]+_)?CloudTrail(-[A-Za-z]+)?_([a-z]{2}(?:-[a-z]+)+-\d)\D.*?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?Z?[_A-Za-z0-9]*\.json(?:\.gz)?$/;

const SIBLINGS: Record<string, LogFileKind> = {
  '-Digest': 'digest',
  '-Insight': 'insight',
  '-NetworkActivity': 'networkActivity',
  '-Aggregated': 'aggregated',
};

// The folder says it too: [prefix/]AWSLogs/[o-…/]ACCOUNT/CloudTrail-Insight/REGION/….
const SIBLING_FOLDER = /(?:^|\/)AWSLogs\/(?:[^/]+\/){1,2}CloudTrail(-Digest|-Insight|-NetworkActivity|-Aggregated)\//;

/** Reads a path or an S3 key by its name alone. Anything that is not named as CloudTrail names its files is 'other'. */
export function readLogFileName(path: string): LogFileName {
  const normal = path.replaceAll('\\', '/');
  const match = STANDARD_NAME.exec(baseName(normal));
  const sibling = SIBLING_FOLDER.exec(normal)?.[1] ?? match?.[2];
  const kind = sibling === undefined ? (match ? 'log' : 'other') : (SIBLINGS[sibling] ?? 'other');
  if (!match) return { kind };
  const [, account, , region, year, month, day, hour, minute] = match;
  return { kind, account, region, delivered: `${year}-${month}-${day}T${hour}:${minute}:00Z` };
}

/** The last part of a path or key. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
