import { isObject, objectAt, stringAt, type Json, type JsonObject } from '../core/json.ts';
import { UserError } from '../core/userError.ts';

/** A new object in a bucket, as a notification has it. */
export interface NotifiedObject {
  bucket: string;
  key: string;
  /** Bytes, where the notification tells. */
  size?: number;
  /** When it was written, in milliseconds since 1970, where the notification tells. */
  time?: number;
}

/** What CloudTrail publishes to find out whether it may, when a topic is set up. It is no JSON. */
const VALIDATION = 'CloudTrail validation message.';

/**
 * The new objects that a message of the queue tells of, in whichever way it came: S3's notification by itself or through SNS
 * (with and without raw delivery), EventBridge's "Object Created", or CloudTrail's own notification. A test message, and what
 * tells of no new object, gives none. Throws a UserError for a message of any other kind, of which it quotes nothing.
 */
export function objectsIn(body: string): NotifiedObject[] {
  if (body === VALIDATION) return [];
  const message = parsed(body);
  if (!isObject(message)) throw new UserError('The message is no JSON object.');
  const text = stringAt(message, 'Message');
  if (message['Type'] === 'Notification' && text !== undefined) return objectsIn(text);
  if (message['Type'] === 'SubscriptionConfirmation')
    throw new UserError('The message asks to confirm a subscription of the queue to an SNS topic: confirm it there.');
  if (message['Event'] === 's3:TestEvent') return [];
  const records = message['Records'];
  if (Array.isArray(records)) return records.flatMap(objectOfS3);
  if (message['source'] === 'aws.s3') return objectOfEventBridge(message);
  if ('s3ObjectKey' in message) return objectsOfCloudTrail(message);
  throw new UserError('The message is no notification of S3, SNS, EventBridge or CloudTrail.');
}

/** Amazon S3 user guide, "Event message structure": keys are encoded as in a form. */
function objectOfS3(record: Json): NotifiedObject[] {
  if (!isObject(record) || record['eventSource'] !== 'aws:s3')
    throw new UserError('The message holds a record that is no notification of S3.');
  if (!/^(s3:)?ObjectCreated:/.test(stringAt(record, 'eventName') ?? '')) return [];
  const s3 = objectAt(record, 's3');
  const object = objectAt(s3, 'object');
  const key = formDecoded(stringAt(object, 'key') ?? '');
  return [notified(objectAt(s3, 'bucket')['name'], key, object['size'], record['eventTime'])];
}

/** Amazon S3 user guide, "EventBridge event message structure": keys are not encoded. */
function objectOfEventBridge(event: JsonObject): NotifiedObject[] {
  if (event['detail-type'] !== 'Object Created') return [];
  const detail = objectAt(event, 'detail');
  const { key, size } = objectAt(detail, 'object');
  return [notified(objectAt(detail, 'bucket')['name'], key, size, event['time'])];
}

/** CloudTrail user guide, "Configuring Amazon SNS notifications": {"s3Bucket": "…", "s3ObjectKey": ["…"]}, not encoded. */
function objectsOfCloudTrail(message: JsonObject): NotifiedObject[] {
  const keys = message['s3ObjectKey'];
  return (Array.isArray(keys) ? keys : [keys]).map((key) => notified(message['s3Bucket'], key));
}

function notified(bucket: unknown, key: unknown, size?: unknown, time?: unknown): NotifiedObject {
  if (typeof bucket !== 'string' || bucket === '' || typeof key !== 'string' || key === '')
    throw new UserError('The message tells of an object without saying its bucket and key.');
  const written = typeof time === 'string' ? Date.parse(time) : NaN;
  return {
    bucket,
    key,
    ...(typeof size === 'number' && { size }),
    ...(!Number.isNaN(written) && { time: written }),
  };
}

function formDecoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw new UserError('The message holds a key that is not percent-encoded UTF-8.', { cause });
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // The caller says so.
  }
}
