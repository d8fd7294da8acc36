import { trailBucketPolicy } from '../trailBucketPolicy.ts';
import { findTrails, type Trail } from '../trails.ts';
import { broken, code, good, json, unknown, type Finding, type Subject } from './link.ts';

/** Whether a trail delivers into the bucket. Needs cloudtrail:DescribeTrails, and GetTrailStatus to know more. */
export async function checkTrail({ aws, bucket }: Subject, signal?: AbortSignal): Promise<Finding> {
  const { trails, unread } = await findTrails(aws, signal);
  const ours = trails.filter((trail) => trail.bucket === bucket);
  const all = [...ours.map(describe), ...unread].join(' ');
  if (ours.length === 0)
    return unknown(`No trail that is seen here delivers to ${bucket}: it may be one of another account. ${all}`.trim());
  const failing = ours.filter(({ deliveryError }) => deliveryError !== undefined);
  const isDelivering = ours.some(({ isLogging }) => isLogging === true);
  const stopped = isDelivering ? [] : ours.filter(({ isLogging }) => isLogging === false);
  if (failing.length + stopped.length > 0)
    return broken(all, ...stopped.map(startAgain), ...failing.flatMap((trail) => letDeliver(trail, bucket)));
  return isDelivering ? good(all) : unknown(all);
}

function describe({ name, isLogging, lastDelivery, deliveryError }: Trail): string {
  const does = isLogging === undefined ? 'delivers here' : isLogging ? 'is logging' : 'has been stopped';
  const last = lastDelivery === undefined ? '' : `, and delivered last at ${lastDelivery}`;
  const error = deliveryError === undefined ? '' : `; its last delivery failed: ${deliveryError}`;
  return `The trail ${name} ${does}${last}${error}.`;
}

function startAgain({ arn, homeRegion }: Trail): string {
  return `Start the trail again:\n\n${code(`aws cloudtrail start-logging --name ${arn} --region ${homeRegion}`)}`;
}

function letDeliver({ account, arn, prefix, kmsKey }: Trail, bucket: string): string[] {
  const [look, deliver] = trailBucketPolicy(bucket, account, arn).Statement;
  const [, partition] = arn.split(':');
  const folder = prefix === '' ? '' : `${prefix}/`;
  const Resource = `arn:${partition}:s3:::${bucket}/${folder}AWSLogs/${account}/*`;
  const key =
    kmsKey === undefined
      ? []
      : [`The key ${kmsKey} must let CloudTrail encrypt too (kms:GenerateDataKey* for cloudtrail.amazonaws.com).`];
  return [
    `CloudTrail must be let into the bucket: its policy needs these statements.\n\n${json([look, { ...deliver, Resource }])}`,
    ...key,
  ];
}
