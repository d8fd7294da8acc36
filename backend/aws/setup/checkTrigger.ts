import { trailPartOf } from '../bucketPrefixes.ts';
import { describeRule, rulesIn, type Rule } from '../notification.ts';
import { overlapAdvice, ownerStatements } from '../statements.ts';
import { readNotifications } from '../trigger.ts';
import { broken, good, unknown, type Finding, type Subject } from './link.ts';
import type { NewestFile } from './newestLogFile.ts';

const INSTALL = 'Install Trigger… adds the rule. Whoever may not do that asks the owner of the bucket:';

/** Whether the bucket tells the queue of files such as this. Needs s3:GetBucketNotification. */
export async function checkTrigger(
  { aws, bucket, tracker }: Subject,
  file: NewestFile | undefined,
  signal?: AbortSignal,
): Promise<Finding> {
  const account = tracker.parameters['BucketOwner'] || tracker.account;
  const configuration = await readNotifications(aws, { bucket, account }, signal);
  const rules = rulesIn(configuration);
  const forOwner = ownerStatements(tracker, { prefix: file && trailPartOf(file.key) });
  const ours = rules.filter(({ target }) => target === tracker.outputs.QueueArn);
  const fitting = file === undefined ? ours : ours.filter((rule) => tellsOf(rule, file.key));
  const [rule] = fitting;
  if (rule) return good(describeRule(rule));
  if (ours.length > 0)
    return broken(
      `A rule leads to the queue, but not for files such as ${file?.key}: ${ours.map(describeRule).join('; ')}`,
      INSTALL,
      forOwner,
    );
  // These can lead to the queue by a way that is not seen from here.
  const topic = rules.find((each) => each.kind === 'topic' && (file === undefined || tellsOf(each, file.key)));
  const hasEventBridge = configuration.EventBridgeConfiguration !== undefined;
  if (topic ?? hasEventBridge)
    return unknown(
      `No rule leads to the queue. The bucket tells ${topic ? `the topic ${topic.target}` : 'EventBridge'}, which may tell the queue: whether it does shows below.`,
      ...(topic ? [overlapAdvice(tracker, topic, hasEventBridge)] : [INSTALL, forOwner]),
    );
  return broken('No rule of the bucket leads to the queue: nobody tells the tracker of new log files.', INSTALL, forOwner); // prettier-ignore
}

/** Whether S3 announces a new object with this key by the rule. */
export function tellsOf({ events, prefix, suffix }: Rule, key: string): boolean {
  const isAnnounced = events.some((event) => /^s3:ObjectCreated:(\*|Put)$/.test(event));
  return isAnnounced && key.startsWith(prefix) && key.endsWith(suffix);
}
