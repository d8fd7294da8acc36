/** Where a source in AWS is. Remembered, so nothing in it is secret: a profile is a name, and its credentials are looked up each time. */
export type Remote = TrackerRemote | BucketRemote | HistoryRemote;

interface InAws {
  /** Of the shared AWS files; undefined for the environment's credentials. */
  profile?: string;
}

/** A deployed tracker, asked over its REST API. */
export interface TrackerRemote extends InAws {
  type: 'tracker';
  region: string;
  /** Of the API, with its stage: https://ID.execute-api.REGION.amazonaws.com/STAGE */
  url: string;
  /** Of the tracker's stack, where it may be looked at. */
  account?: string;
  stack?: string;
  /** The name of the IAM user who may ask for nothing but what they have done themselves; undefined for whoever may ask for all. */
  ownView?: string;
}

/** The log files of a trail's bucket, copied to this computer and indexed here. */
export interface BucketRemote extends InAws {
  type: 'bucket';
  region: string;
  bucket: string;
  /** Prefixes of the bucket up to the region, for example AWSLogs/111122223333/CloudTrail/eu-west-1/ */
  prefixes: string[];
  /** First and last day, YYYY-MM-DD in UTC; without `to`, up to the present. */
  from: string;
  to?: string;
}

/** The account's own event history (CloudTrail's LookupEvents), copied to this computer and indexed here. */
export interface HistoryRemote extends InAws {
  type: 'history';
  account: string;
  regions: string[];
}

/** State outlives versions of the extension, so it is looked at before it is believed. */
export function readRemote(value: unknown): Remote | undefined {
  const { type, profile, region, url, account, stack, ownView, bucket, prefixes, from, to, regions } = (value ??
    {}) as Partial<Record<string, unknown>>;
  const text = (each: unknown): each is string => typeof each === 'string' && each !== '';
  const texts = (each: unknown): each is string[] => Array.isArray(each) && each.every(text);
  const common = text(profile) ? { profile } : {};
  if (type === 'tracker' && text(region) && text(url))
    return {
      ...{ type, ...common, region, url },
      ...(text(account) && { account }),
      ...(text(stack) && { stack }),
      ...(text(ownView) && { ownView }),
    };
  if (type === 'bucket' && text(region) && text(bucket) && texts(prefixes) && text(from))
    return { type, ...common, region, bucket, prefixes, from, ...(text(to) && { to }) };
  if (type === 'history' && text(account) && texts(regions)) return { type, ...common, account, regions };
  return undefined;
}
